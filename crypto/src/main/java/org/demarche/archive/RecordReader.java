package org.demarche.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Reads a record from bytes that anybody may have made: total, bounded, and strict, so that what it reads prints back to the same bytes. */
final class RecordReader {
    private RecordReader() {}

    static UnverifiedRecord read(byte[] der) throws RefusedException {
        if (der.length > UnverifiedRecord.MAX_BYTES) {
            throw new RefusedException(
                    Reason.TOO_LARGE,
                    "evidence record: " + der.length + " bytes (expected: at most " + UnverifiedRecord.MAX_BYTES + ")");
        }
        try {
            UnverifiedRecord read = record(ASN1Primitive.fromByteArray(der));
            if (!Arrays.equals(read.encode(), der)) {
                throw malformed("not in DER");
            }
            return read;
        } catch (IOException | RuntimeException e) {
            // The library lets some malformed bytes escape as plain runtime exceptions.
            throw malformed("not ASN.1, or another kind of it");
        } catch (StackOverflowError e) {
            throw malformed("nested too deep");
        }
    }

    private static UnverifiedRecord record(ASN1Primitive asn1) throws RefusedException, IOException {
        List<ASN1Encodable> fields = items(asn1);
        if (fields.size() != 3 || !(fields.get(0) instanceof ASN1Integer version && version.hasValue(1))) {
            throw malformed("version 1 without cryptographic or encryption data is expected");
        }
        List<StampChain> chains = new ArrayList<>();
        for (ASN1Encodable chain : items(fields.get(2))) {
            chains.add(chain(items(chain)));
        }
        List<ArchiveDigest> digests = new ArrayList<>();
        for (ASN1Encodable identifier : items(fields.get(1))) {
            digests.add(digest(identifier));
        }
        if (chains.isEmpty()
                || !chains.stream().map(StampChain::digest).toList().equals(digests)
                || digests.stream().distinct().count() != digests.size()) {
            throw malformed("digestAlgorithms: expected those of the chains, each once");
        }
        UnverifiedRecord record = new UnverifiedRecord(chains);
        if (record.stamps() > UnverifiedRecord.MAX_STAMPS) {
            throw malformed(record.stamps() + " time-stamps (expected: at most " + UnverifiedRecord.MAX_STAMPS + ")");
        }
        return record;
    }

    private static StampChain chain(List<ASN1Encodable> items) throws RefusedException, IOException {
        if (items.isEmpty()) {
            throw malformed("a chain without a time-stamp");
        }
        List<ArchiveStamp> stamps = new ArrayList<>();
        List<ArchiveDigest> digests = new ArrayList<>();
        for (ASN1Encodable item : items) {
            List<ASN1Encodable> fields = items(item);
            if (fields.size() < 2 || fields.size() > 3) {
                throw malformed("a time-stamp with " + fields.size()
                        + " fields (expected: digestAlgorithm, reducedHashtree, timeStamp)");
            }
            digests.add(digest(tagged(fields.get(0), 0)));
            HashPath path = fields.size() == 3 ? path(tagged(fields.get(1), 2)) : HashPath.NONE;
            stamps.add(new ArchiveStamp(
                    path, fields.get(fields.size() - 1).toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        }
        if (digests.stream().distinct().count() != 1) {
            throw malformed("a chain with two hashes");
        }
        return new StampChain(digests.get(0), stamps);
    }

    private static HashPath path(ASN1Encodable tree) throws RefusedException {
        List<byte[]> hashes = new ArrayList<>();
        boolean lowest = true;
        for (ASN1Encodable list : items(tree)) {
            List<ASN1Encodable> here = items(list);
            if (here.size() != (lowest ? 2 : 1)) {
                throw malformed(
                        "reducedHashtree: a list of " + here.size() + " (expected: two at the bottom, one above)");
            }
            for (ASN1Encodable hash : here) {
                hashes.add(ASN1OctetString.getInstance(hash).getOctets());
            }
            lowest = false;
        }
        if (hashes.isEmpty()) {
            throw malformed("reducedHashtree: empty (expected: absent, or at least one list)");
        }
        return new HashPath(hashes);
    }

    private static ArchiveDigest digest(ASN1Encodable identifier) throws RefusedException {
        AlgorithmIdentifier read = AlgorithmIdentifier.getInstance(identifier);
        Optional<ArchiveDigest> digest = ArchiveDigest.of(read.getAlgorithm());
        if (digest.isEmpty() || read.getParameters() != null) {
            throw malformed("hash " + read.getAlgorithm() + " (expected: SHA-512 or SHA3-512, without parameters)");
        }
        return digest.get();
    }

    private static ASN1Encodable tagged(ASN1Encodable item, int number) throws RefusedException {
        if (item instanceof ASN1TaggedObject tagged && tagged.hasContextTag(number)) {
            return tagged.getBaseUniversal(false, BERTags.SEQUENCE);
        }
        throw malformed("a field [" + number + "] is missing");
    }

    private static List<ASN1Encodable> items(ASN1Encodable sequence) throws RefusedException {
        if (!(sequence instanceof ASN1Sequence items)) {
            throw malformed("a SEQUENCE is missing");
        }
        List<ASN1Encodable> all = new ArrayList<>();
        for (ASN1Encodable item : items) {
            all.add(item);
        }
        return all;
    }

    private static RefusedException malformed(String why) {
        return new RefusedException(Reason.MALFORMED, "evidence record: " + why);
    }
}
