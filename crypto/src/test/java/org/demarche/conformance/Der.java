package org.demarche.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;

/** Changes one sequence within others, and encodes the whole anew. */
final class Der {
    private Der() {}

    /** Changes the items of the sequence at {@code path}, the place in each sequence from the outermost on. */
    static byte[] changed(byte[] der, Consumer<List<ASN1Encodable>> change, int... path) {
        try {
            return changed(ASN1Primitive.fromByteArray(der), change, path, 0).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ASN1Primitive changed(
            ASN1Encodable sequence, Consumer<List<ASN1Encodable>> change, int[] path, int depth) {
        List<ASN1Encodable> items = new ArrayList<>();
        ASN1Sequence.getInstance(sequence).forEach(items::add);
        if (depth == path.length) {
            change.accept(items);
        } else {
            items.set(path[depth], changed(items.get(path[depth]), change, path, depth + 1));
        }
        return sequence(items);
    }

    static DERSequence sequence(List<? extends ASN1Encodable> items) {
        return new DERSequence(items.toArray(ASN1Encodable[]::new));
    }

    static DERSequence sequence(ASN1Encodable... items) {
        return new DERSequence(items);
    }
}
