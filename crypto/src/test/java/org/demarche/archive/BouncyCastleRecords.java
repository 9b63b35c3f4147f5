package org.demarche.archive;

import java.util.Date;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.ers.ERSByteData;
import org.bouncycastle.tsp.ers.ERSEvidenceRecord;
import org.bouncycastle.tsp.ers.ERSException;

/** What Bouncy Castle makes of an evidence record; of its signatures it looks at none. */
final class BouncyCastleRecords {
    private BouncyCastleRecords() {}

    /** Whether it finds the data, and each time-stamp over the one before it. */
    static boolean takes(byte[] record, byte[] data) {
        try {
            DigestCalculatorProvider digests = new JcaDigestCalculatorProviderBuilder().build();
            ERSEvidenceRecord read = new ERSEvidenceRecord(record, digests);
            read.validatePresent(new ERSByteData(data), Date.from(Years.march(2100)));
            return true;
        } catch (ERSException | TSPException | OperatorCreationException | RuntimeException e) {
            return false;
        }
    }
}
