package org.demarche.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/** A record as DER. */
final class RecordDer {
    private static final int VERSION = 1;

    private RecordDer() {}

    static byte[] encode(UnverifiedRecord record) {
        return der(new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(VERSION),
            sequence(record.chains().stream()
                    .map(c -> (ASN1Encodable) c.digest().identifier())
                    .toList()),
            chains(record.chains())
        }));
    }

    /** What a hash renewal covers beside the data: the chains so far ({@code ArchiveTimeStampSequence}). */
    static byte[] encode(List<StampChain> chains) {
        return der(chains(chains));
    }

    private static DERSequence chains(List<StampChain> chains) {
        return sequence(chains.stream()
                .map(c -> (ASN1Encodable) sequence(
                        c.stamps().stream().map(s -> stamp(c.digest(), s)).toList()))
                .toList());
    }

    private static ASN1Encodable stamp(ArchiveDigest digest, ArchiveStamp stamp) {
        ASN1Encodable algorithm = new DERTaggedObject(false, 0, digest.identifier());
        ASN1Encodable token = parsed(stamp.token());
        List<byte[]> hashes = stamp.path().hashes();
        if (hashes.isEmpty()) {
            return sequence(List.of(algorithm, token));
        }
        ASN1Encodable lowest =
                sequence(hashes.subList(0, 2).stream().map(RecordDer::octets).toList());
        List<ASN1Encodable> lists = new ArrayList<>(List.of(lowest));
        hashes.subList(2, hashes.size()).forEach(h -> lists.add(sequence(List.of(octets(h)))));
        return sequence(List.of(algorithm, new DERTaggedObject(false, 2, sequence(lists)), token));
    }

    private static ASN1Encodable octets(byte[] bytes) {
        return new DEROctetString(bytes);
    }

    private static DERSequence sequence(List<? extends ASN1Encodable> items) {
        return new DERSequence(items.toArray(ASN1Encodable[]::new));
    }

    private static ASN1Primitive parsed(byte[] token) {
        try {
            return ASN1Primitive.fromByteArray(token);
        } catch (IOException e) {
            throw new IllegalStateException("a token that is no ASN.1 got past its check", e);
        }
    }

    private static byte[] der(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("an array took no bytes", e);
        }
    }
}
