package org.demarche.conformance;

import static org.demarche.archive.Years.march;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.timestamp.OddToken;

/** Evidence records by themselves: their form, what each time-stamp covers, and whose tokens they are. */
final class RecordVectors {
    private static final String RECORD = "renewal/record";
    private static final byte[] CORE = "what is kept".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "something else".getBytes(StandardCharsets.US_ASCII);

    private final Vectors vectors;
    private final StampOffice alpha = StampOffice.known("alpha", "SHA256withECDSA", march(2026), march(2036));
    private final StampOffice beta = StampOffice.known("beta", "SHA256withECDSA", march(2030), march(2046));
    private final UnverifiedRecord begun = begun(CORE, 2026);
    private final UnverifiedRecord renewed = again(begun, ArchiveDigest.SHA_512, 2031);
    private final UnverifiedRecord third = again(renewed, ArchiveDigest.SHA_512, 2033);
    private final UnverifiedRecord hashed =
            Records.one(new Task.RenewHash(third, CORE), ArchiveDigest.SHA3_512, beta, march(2035));
    private final UnverifiedRecord whole = again(hashed, ArchiveDigest.SHA3_512, 2040);
    private final List<UnverifiedRecord> batch = batch(5);
    private final Given asked = asked(begun.encode());

    private RecordVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        RecordVectors told = new RecordVectors(vectors);
        told.sound();
        told.covers();
        told.authorities();
        told.top();
        told.stamps();
        told.trees();
    }

    private UnverifiedRecord begun(byte[] core, int year) {
        return Records.one(new Task.Begin(core), ArchiveDigest.SHA_512, alpha, march(year));
    }

    private UnverifiedRecord again(UnverifiedRecord record, ArchiveDigest digest, int year) {
        return Records.one(new Task.RenewStamp(record), digest, beta, march(year));
    }

    /** The records of so many files by one token; the core is that of the first. */
    private List<UnverifiedRecord> batch(int size) {
        List<Task> tasks = IntStream.range(0, size)
                .mapToObj(i -> (Task) new Task.Begin(i == 0 ? CORE : new byte[] {(byte) i}))
                .toList();
        return Records.many(tasks, ArchiveDigest.SHA_512, alpha, march(2026));
    }

    private Given asked(byte[] record) {
        return asked(record, Map.of("alpha", alpha, "beta", beta));
    }

    private static Given asked(byte[] record, Map<String, StampOffice> trusted) {
        return new Given()
                .bytes("record", record)
                .bytes("core", CORE)
                .textsByName("authorities", RenewalVectors.certificates(trusted));
    }

    private void sound() {
        accept("record", "One time-stamp over the hash of the core", asked);
        accept(
                "record-of-two-files",
                "The two hashes stand in ascending order",
                asked(batch(2).get(0).encode()));
        accept(
                "record-of-five-files",
                "Above the two lowest hashes one stands at each level",
                asked(batch.get(0).encode()));
        accept(
                "record-of-its-neighbour",
                "Of the two lowest hashes either may be the one that is covered",
                asked(batch.get(1).encode()));
        accept("record-renewed", "The second time-stamp covers the token of the first", asked(renewed.encode()));
        accept("record-renewed-twice", "And the third that of the second", asked(third.encode()));
        accept(
                "record-of-two-chains",
                "The second chain covers the hash of the core and that of all chains before it",
                asked(hashed.encode()));
        accept("record-of-two-chains-renewed", "Within the second chain its own hash counts", asked(whole.encode()));
        accept(
                "record-whose-newest-stamp-was-cut-off",
                "Who cuts off the newest has the record as it was before",
                asked(Records.without(third, 0, 2).encode()));
        accept(
                "record-whose-newest-chain-was-cut-off",
                "Who cuts off the newest has the record as it was before",
                asked(Records.chains(whole, 0).encode()));
        accept(
                "record-dated-back",
                "Whether renewals came in time is another question",
                asked(again(again(begun, ArchiveDigest.SHA_512, 2033), ArchiveDigest.SHA_512, 2032)
                        .encode()));
        accept(
                "record-by-an-authority-of-two-certificates",
                "One authority may have an old certificate and a new one",
                new Given()
                        .bytes("record", renewed.encode())
                        .bytes("core", CORE)
                        .textsByName("authorities", Map.of("ab", List.of(hex(alpha), hex(beta)))));
    }

    private void covers() {
        refuse("of-another-core", "The first time-stamp covers another core", asked.but("core", OTHER));
        refuse(
                "of-another-file-of-its-batch",
                "The path begins with another hash",
                asked(batch.get(4).encode()));
        refuse(
                "whose-renewal-is-of-another-record",
                "The second time-stamp covers another token",
                asked(joined(renewed, begun(OTHER, 2027))));
        refuse(
                "without-its-middle-stamp",
                "Nothing leads from the first to the third",
                asked(Records.without(third, 0, 1).encode()));
        refuse(
                "without-its-first-stamp",
                "The second does not cover the core",
                asked(Records.without(third, 0, 0).encode()));
        refuse(
                "whose-stamps-are-reversed",
                "The oldest comes first",
                asked(Records.reversed(third, 0).encode()));
        refuse(
                "whose-chains-are-reversed",
                "The oldest chain comes first",
                asked(Records.chains(whole, 1, 0).encode()));
        refuse(
                "without-its-first-chain",
                "The second covers the first as well",
                asked(Records.chains(whole, 1).encode()));
        refuse(
                "whose-first-chain-was-cut-short",
                "The second chain covers every time-stamp of the first",
                asked(Records.without(whole, 0, 2).encode()));
        refuse(
                "whose-hash-was-renewed-over-another-core",
                "The first time-stamp of the second chain covers the core too",
                asked(Records.one(new Task.RenewHash(third, OTHER), ArchiveDigest.SHA3_512, beta, march(2035))
                        .encode()));
        byte[] covered = new Task.RenewHash(third, CORE).covers(ArchiveDigest.SHA3_512);
        refuse(
                "whose-second-chain-is-over-the-core-alone",
                "The first time-stamp of the second chain covers the chains before it too",
                asked(Records.by(
                                new Task.RenewHash(third, CORE),
                                ArchiveDigest.SHA3_512,
                                beta.token(
                                        ArchiveDigest.SHA3_512.imprint(ArchiveDigest.SHA3_512.hash(CORE)), march(2035)))
                        .encode()));
        refuse(
                "whose-second-chain-is-over-no-hash",
                "The hash of the two hashes is what the token is over, not its hash again",
                asked(Records.by(
                                new Task.RenewHash(third, CORE),
                                ArchiveDigest.SHA3_512,
                                beta.token(
                                        ArchiveDigest.SHA3_512.imprint(ArchiveDigest.SHA3_512.hash(covered)),
                                        march(2035)))
                        .encode()));
        refuse(
                "whose-token-is-over-the-core-hashed-twice",
                "The token's imprint is the hash of the core itself",
                asked(Records.by(
                                new Task.Begin(CORE),
                                ArchiveDigest.SHA_512,
                                alpha.token(
                                        ArchiveDigest.SHA_512.imprint(
                                                ArchiveDigest.SHA_512.hash(ArchiveDigest.SHA_512.hash(CORE))),
                                        march(2026)))
                        .encode()));
        refuse(
                "whose-token-is-by-another-hash",
                "In a chain of SHA-512 the token's imprint is one of SHA-512",
                asked(Records.by(
                                new Task.Begin(CORE),
                                ArchiveDigest.SHA_512,
                                alpha.token(
                                        ArchiveDigest.SHA3_512.imprint(ArchiveDigest.SHA3_512.hash(CORE)), march(2026)))
                        .encode()));
    }

    /** The first record's first time-stamp, and the renewal of another record's. */
    private byte[] joined(UnverifiedRecord record, UnverifiedRecord stranger) {
        UnverifiedRecord other = again(stranger, ArchiveDigest.SHA_512, 2031);
        ASN1Sequence chain = (ASN1Sequence) ASN1Sequence.getInstance(
                        ASN1Sequence.getInstance(other.encode()).getObjectAt(2))
                .getObjectAt(0);
        return Der.changed(record.encode(), stamps -> stamps.set(1, chain.getObjectAt(1)), 2, 0);
    }

    private void authorities() {
        refuse("by-nobody-who-is-trusted", "No authority is trusted", asked(begun.encode(), Map.of()));
        refuse(
                "renewed-by-a-stranger",
                "The second authority is not trusted",
                asked(renewed.encode(), Map.of("alpha", alpha)));
        StampOffice stranger = StampOffice.known("alpha again", "SHA256withECDSA", march(2026), march(2036));
        refuse("by-a-stranger-of-that-name", "Names prove nothing", asked(begun.encode(), Map.of("alpha", stranger)));
        refuse(
                "dated-after-its-certificate",
                "A token's certificates are valid at its own time",
                asked(Records.forged(new Task.Begin(CORE), ArchiveDigest.SHA_512, alpha, march(2037))
                        .encode()));
        refuse(
                "dated-before-its-certificate",
                "A token's certificates are valid at its own time",
                asked(Records.forged(new Task.Begin(CORE), ArchiveDigest.SHA_512, beta, march(2026))
                        .encode()));
        OddToken fat = OddToken.of("odd").withUnsignedAttribute();
        Instant at = march(2027);
        refuse(
                "whose-token-brings-more-than-it-needs",
                "Tokens are lean, or false",
                new Given()
                        .bytes(
                                "record",
                                Records.by(new Task.Begin(CORE), ArchiveDigest.SHA_512, fat.over(CORE, at))
                                        .encode())
                        .bytes("core", CORE)
                        .textsByName(
                                "authorities",
                                Map.of(
                                        "odd",
                                        List.of(HexFormat.of()
                                                .formatHex(fat.anchor().bytes())))));
    }

    private void top() {
        top("of-version-2", "The version is 1", i -> i.set(0, new ASN1Integer(2)));
        top("without-a-version", "The version is there", i -> i.remove(0));
        top(
                "with-crypto-infos",
                "There are no cryptoInfos",
                i -> i.add(2, new DERTaggedObject(false, 0, Der.sequence())));
        top(
                "with-encryption-info",
                "There is no encryptionInfo",
                i -> i.add(
                        2,
                        new DERTaggedObject(
                                false, 1, Der.sequence(new ASN1ObjectIdentifier("1.2.3"), DERNull.INSTANCE))));
        top("with-a-fourth-item", "Nothing stands behind the chains", i -> i.add(new ASN1Integer(1)));
        top("without-chains", "There is a chain", i -> i.set(2, Der.sequence()));
        digests("without-digest-algorithms", "The chain's hash is listed", List::clear);
        digests("that-lists-a-hash-twice", "Each hash is listed once", i -> i.add(i.get(0)));
        digests(
                "that-lists-another-hash",
                "The hash listed is the chain's",
                i -> i.set(0, id(NISTObjectIdentifiers.id_sha3_512)));
        digests(
                "that-lists-a-hash-more",
                "Only hashes of chains are listed",
                i -> i.add(id(NISTObjectIdentifiers.id_sha3_512)));
        digests(
                "whose-hash-has-parameters",
                "The identifiers have no parameters",
                i -> i.set(0, new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512, DERNull.INSTANCE)));
        byte[] der = whole.encode();
        refuse(
                "that-lists-its-hashes-in-reverse",
                "Hashes stand in the order of the chains",
                asked(Der.changed(der, java.util.Collections::reverse, 1)));
        refuse(
                "of-two-chains-by-one-hash",
                "No two chains are by one hash",
                asked(Der.changed(
                        Der.changed(begun.encode(), chains -> chains.add(chains.get(0)), 2), i -> i.add(i.get(0)), 1)));
        byte[] small = begun.encode();
        refuse("with-a-byte-behind", "A zero stands behind it", asked(Arrays.copyOf(small, small.length + 1)));
        refuse("cut", "The last byte is missing", asked(Arrays.copyOf(small, small.length - 1)));
        refuse("of-no-byte", "There is nothing", asked(new byte[0]));
        byte[] padded = new byte[small.length + 1];
        padded[0] = small[0];
        padded[1] = (byte) 0x83;
        System.arraycopy(small, 2, padded, 3, small.length - 2);
        refuse("in-a-longer-length", "It is in DER: lengths are minimal", asked(padded));
    }

    private void stamps() {
        stamp("whose-chain-has-no-stamp", "A chain has a time-stamp", begun, i -> i.clear(), 2, 0);
        stamp("without-a-digest-algorithm", "Each time-stamp states its hash", begun, i -> i.remove(0), 2, 0, 0);
        stamp(
                "whose-stamp-states-another-hash",
                "A time-stamp's hash is its chain's",
                begun,
                i -> i.set(0, new DERTaggedObject(false, 0, id(NISTObjectIdentifiers.id_sha3_512))),
                2,
                0,
                0);
        stamp(
                "whose-stamp-states-sha-256",
                "The hash is SHA-512 or SHA3-512",
                begun,
                i -> i.set(0, new DERTaggedObject(false, 0, id(NISTObjectIdentifiers.id_sha256))),
                2,
                0,
                0);
        stamp(
                "with-attributes",
                "A time-stamp has no attributes",
                begun,
                i -> i.add(1, new DERTaggedObject(false, 1, new DERSet())),
                2,
                0,
                0);
        stamp("without-a-token", "A time-stamp has a token", begun, i -> i.remove(1), 2, 0, 0);
        stamp(
                "whose-token-is-none",
                "The token is one",
                begun,
                i -> i.set(1, Der.sequence(new ASN1Integer(1))),
                2,
                0,
                0);
        stamp(
                "of-257-stamps",
                "There are at most 256 time-stamps",
                begun,
                i -> {
                    while (i.size() < 257) {
                        i.add(Der.sequence(
                                new DERTaggedObject(false, 0, id(NISTObjectIdentifiers.id_sha512)),
                                Der.sequence(new ASN1Integer(i.size()))));
                    }
                },
                2,
                0);
    }

    private void trees() {
        tree("with-an-empty-tree", "A tree has a list", List::clear);
        tree(
                "whose-lowest-hashes-descend",
                "The two lowest ascend",
                lists -> lists.set(0, Der.sequence(hash(lists, 0, 1), hash(lists, 0, 0))));
        tree(
                "whose-lowest-hashes-are-one-twice",
                "The two lowest differ",
                lists -> lists.set(0, Der.sequence(hash(lists, 0, 0), hash(lists, 0, 0))));
        tree(
                "whose-lowest-list-has-one-hash",
                "The lowest list has two",
                lists -> lists.set(0, Der.sequence(hash(lists, 0, 0))));
        tree(
                "whose-lowest-list-has-three-hashes",
                "The lowest list has two",
                lists -> lists.set(0, Der.sequence(hash(lists, 0, 0), hash(lists, 0, 1), hash(lists, 1, 0))));
        tree(
                "whose-list-above-has-two-hashes",
                "A list above has one",
                lists -> lists.set(1, Der.sequence(hash(lists, 1, 0), hash(lists, 0, 1))));
        tree("whose-list-above-is-empty", "A list above has one", lists -> lists.set(1, Der.sequence()));
        tree(
                "with-a-hash-of-63-bytes",
                "Hashes have 64 bytes",
                lists -> lists.set(
                        1,
                        Der.sequence(new DEROctetString(
                                Arrays.copyOf(hash(lists, 1, 0).getOctets(), 63)))));
        tree("with-a-hash-changed", "Another root", lists -> {
            byte[] changed = hash(lists, 1, 0).getOctets().clone();
            changed[0] ^= 1;
            lists.set(1, Der.sequence(new DEROctetString(changed)));
        });
        tree("whose-top-was-cut-off", "Another root", lists -> lists.remove(lists.size() - 1));
        tree("with-a-level-more", "Another root", lists -> lists.add(lists.get(1)));
        tree("of-33-levels", "A tree has at most 32 lists", lists -> {
            while (lists.size() < 33) {
                lists.add(lists.get(1));
            }
        });
    }

    private static ASN1OctetString hash(List<ASN1Encodable> lists, int list, int place) {
        return ASN1OctetString.getInstance(
                ASN1Sequence.getInstance(lists.get(list)).getObjectAt(place));
    }

    private static AlgorithmIdentifier id(ASN1ObjectIdentifier hash) {
        return new AlgorithmIdentifier(hash);
    }

    private static String hex(StampOffice office) {
        return HexFormat.of().formatHex(office.anchor().bytes());
    }

    private void top(String mutation, String about, Consumer<List<ASN1Encodable>> change) {
        stamp(mutation, about, begun, change);
    }

    private void digests(String mutation, String about, Consumer<List<ASN1Encodable>> change) {
        stamp(mutation, about, begun, change, 1);
    }

    private void stamp(
            String mutation, String about, UnverifiedRecord record, Consumer<List<ASN1Encodable>> change, int... path) {
        refuse(mutation, about, asked(Der.changed(record.encode(), change, path)));
    }

    /** Changes the tree of the record of five. */
    private void tree(String mutation, String about, Consumer<List<ASN1Encodable>> change) {
        stamp(
                mutation,
                about,
                batch.get(0),
                fields -> {
                    ASN1TaggedObject tree = ASN1TaggedObject.getInstance(fields.get(1));
                    List<ASN1Encodable> lists = new ArrayList<>();
                    ASN1Sequence.getInstance(tree.getBaseUniversal(false, BERTags.SEQUENCE))
                            .forEach(lists::add);
                    change.accept(lists);
                    fields.set(1, new DERTaggedObject(false, 2, Der.sequence(lists)));
                },
                2,
                0,
                0);
    }

    private void accept(String name, String about, Given given) {
        vectors.accept(RECORD, name, about, given);
    }

    private void refuse(String mutation, String about, Given given) {
        vectors.refuse(RECORD, "record-" + mutation, about, given);
    }
}
