package org.demarche.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.util.Collection;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.KeyAgreeRecipientInformation;
import org.bouncycastle.cms.KeyTransRecipientInformation;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeAuthEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;

/** A private key. Which certificate it belongs to it does not say, so it is tried on each recipient of its kind: there are few. */
final class ByPrivateKey extends Unsealer {
    private final boolean isRsa;
    private final Recipient recipient;

    ByPrivateKey(PrivateKey key) {
        this.isRsa = key instanceof RSAKey;
        this.recipient = isRsa
                ? new JceKeyTransAuthEnvelopedRecipient(key)
                        .setKeySizeValidation(true)
                        .setProvider(Sealed.PROVIDER)
                : new JceKeyAgreeAuthEnvelopedRecipient(key).setProvider(Sealed.PROVIDER);
    }

    @Override
    InputStream open(Collection<RecipientInformation> recipients) throws IOException {
        int certificates = 0;
        for (RecipientInformation one : recipients) {
            boolean isTransport = one instanceof KeyTransRecipientInformation;
            if (isTransport || one instanceof KeyAgreeRecipientInformation) {
                certificates++;
                if (isTransport == isRsa && isOurs(one)) {
                    try {
                        return one.getContentStream(recipient).getContentStream();
                    } catch (CMSException | RuntimeException e) {
                        // It is for another key of this kind.
                        continue;
                    }
                }
            }
        }
        throw new NotOpenedException(
                certificates == 0
                        ? "it is sealed under a passphrase alone (expected: --passphrase FILE, and no --key)"
                        : "the key is that of none of its " + certificates
                                + (certificates == 1 ? " certificate" : " certificates")
                                + ", or its first bytes are damaged (expected: the private key of a certificate that it was sealed to)");
    }

    private static boolean isOurs(RecipientInformation one) {
        return one instanceof KeyTransRecipientInformation
                ? PKCSObjectIdentifiers.id_RSAES_OAEP.getId().equals(one.getKeyEncryptionAlgOID())
                : CMSAlgorithm.ECDH_SHA256KDF.getId().equals(one.getKeyEncryptionAlgOID());
    }
}
