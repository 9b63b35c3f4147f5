package org.demarche.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.demarche.archive.AlgorithmsParse;
import org.demarche.archive.AlgorithmsParser;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.RecordCheck;
import org.demarche.archive.RecordVerifier;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.archive.Years;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosignature;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.checkpoint.TlogProof;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.copy.CopyReader;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Code;
import org.demarche.evidence.Expectation;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.key.HybridSignature;
import org.demarche.key.Keystore;
import org.demarche.key.KeystoreException;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.merkle.Head;
import org.demarche.merkle.ProofCheck;
import org.demarche.merkle.Tile;
import org.demarche.merkle.TilePath;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TestAuthority;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that reads bytes from outside is total and bounded: whatever it is given, it takes it or refuses it, soon. Each is given its sample, rubbish, and the
 * sample cut, changed in one byte, and with a piece of it written twice. {@code -Ddemarche.long=true} tries eighty times as often; {@code -Ddemarche.seed}
 * repeats a run.
 */
class ParsersTotalTest {
    private static final Path LIES = Path.of("src/test/resources/lies");
    private static final String ORIGIN = "lies.example/plan";
    private static final int TRIES = Boolean.getBoolean("demarche.long") ? 2_000 : 25;
    private static final int MAX_RUBBISH = 8192;
    /** Of the processor's time: how long a busy machine lets a test wait says nothing. */
    private static final long MAX_NS = 5_000_000_000L;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final ForkJoinPool ALONE = new ForkJoinPool(1);

    private static final EvidenceBundle BUNDLE = bundle("honest-witnessed-notice.evidence");
    private static final ProvenEntry LAST = BUNDLE.getEntries(0);
    private static final byte[] NOTE = BUNDLE.getCheckpoint().toByteArray();
    private static final LogPublicKey LOG = key(BUNDLE.getLogKeys(0));
    private static final LogPublicKey WITNESS = key(BUNDLE.getWitnessKeys(0));

    @TempDir
    static Path folder;

    /** Says whether it takes the bytes; a refusal may be an exception as well. */
    @FunctionalInterface
    interface Take {
        boolean bytes(byte[] bytes) throws Exception;
    }

    /**
     * A parser, and a sample of what it takes.
     *
     * @param cost how many times fewer tries it gets
     * @param refusal the one exception by which it refuses; {@link Void} if it has none
     */
    record Parser(String name, int cost, Class<?> refusal, byte[] sample, Take take) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Parser> parsers() throws Exception {
        List<Parser> all = new ArrayList<>();
        envelopes(all);
        notes(all);
        texts(all);
        proofs(all);
        keys(all);
        evidence(all);
        tokens(all);
        records(all);
        return all.stream();
    }

    @AfterAll
    static void stop() {
        ALONE.shutdown();
    }

    @Test
    void measure_workInAParallelStream_isCounted() {
        long worker = ALONE.submit(() -> Thread.currentThread().getId()).join();
        Parser parallel = new Parser(
                "parallel",
                1,
                Void.class,
                new byte[0],
                b -> LongStream.range(0, 256)
                        .parallel()
                        .allMatch(i -> Thread.currentThread().getId() == worker));
        assertThat(taken(parallel, parallel.sample(), 0)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("parsers")
    void parser_anyBytes_takesOrRefuses(Parser parser) {
        long seed = Long.getLong("demarche.seed", System.nanoTime());
        Random random = new Random(seed);
        assertThat(taken(parser, parser.sample(), seed)).as("the sample").isTrue();
        for (int i = 0; i < Math.max(1, TRIES / parser.cost()); i++) {
            byte[] rubbish = new byte[random.nextInt(MAX_RUBBISH)];
            random.nextBytes(rubbish);
            taken(parser, rubbish, seed);
            taken(parser, cut(parser.sample(), random), seed);
            taken(parser, changed(parser.sample(), random), seed);
            taken(parser, stuttering(parser.sample(), random), seed);
        }
    }

    /** On a thread of its own, alone in its pool: what a parser does in parallel streams happens on that thread too, and counts. */
    private static boolean taken(Parser parser, byte[] bytes, long seed) {
        return ALONE.submit(() -> measured(parser, bytes, seed)).join();
    }

    private static boolean measured(Parser parser, byte[] bytes, long seed) {
        long start = THREADS.getCurrentThreadCpuTime();
        boolean taken;
        try {
            taken = parser.take().bytes(bytes);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            if (!parser.refusal().isInstance(e)) {
                throw new AssertionError(
                        "-Ddemarche.seed=" + seed + ": " + parser + " on "
                                + Sha256.of(bytes).brief() + ", " + bytes.length + " bytes",
                        e);
            }
            taken = false;
        }
        assertThat(THREADS.getCurrentThreadCpuTime() - start)
                .as("-Ddemarche.seed=%d: %s, nanoseconds", seed, parser)
                .isLessThan(MAX_NS);
        return taken;
    }

    private static byte[] cut(byte[] sample, Random random) {
        return Arrays.copyOf(sample, random.nextInt(sample.length));
    }

    private static byte[] changed(byte[] sample, Random random) {
        byte[] changed = sample.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
        return changed;
    }

    private static byte[] stuttering(byte[] sample, Random random) {
        int from = random.nextInt(sample.length);
        int to = from + random.nextInt(sample.length - from) + 1;
        return ByteBuffer.allocate(sample.length + to - from)
                .put(sample, 0, to)
                .put(sample, from, sample.length - from)
                .array();
    }

    // The parsers

    private static void envelopes(List<Parser> all) throws RefusedException {
        byte[] entry = LAST.getEntry().toByteArray();
        SignedNotice notice = UnverifiedEntry.parse(entry).message().getNotice();
        all.add(new Parser("entry", 1, RefusedException.class, entry, b -> UnverifiedEntry.parse(b) != null));
        all.add(new Parser(
                "signed notice",
                1,
                RefusedException.class,
                notice.toByteArray(),
                b -> UnverifiedNotice.parse(b) != null));
        all.add(new Parser(
                "notice",
                1,
                RefusedException.class,
                notice.getNotice().toByteArray(),
                b -> UnverifiedNotice.parse(Strict.encode(notice.toBuilder()
                                .setNotice(ByteString.copyFrom(b))
                                .build()))
                        != null));
        LogSigningKey log = LogSigningKey.generate(new SecureRandom());
        SignedRefusal refusal = new RefusalSigner(log).sign(Refusal.getDefaultInstance());
        byte[] copied = ByteBuffer.allocate(CopyReader.magic().length + 2 * (CopyReader.LENGTH_BYTES + entry.length))
                .put(CopyReader.magic())
                .putInt(entry.length)
                .put(entry)
                .putInt(entry.length)
                .put(entry)
                .array();
        all.add(new Parser("copy of a log", 1, RefusedException.class, copied, b -> {
            CopyReader copy = CopyReader.begin(new ByteArrayInputStream(b));
            copy.next();
            return copy.next().length > 0;
        }));
        all.add(new Parser("refusal", 1, InvalidProtocolBufferException.class, refusal.toByteArray(), b -> {
            RefusalVerifier.open(SignedRefusal.parseFrom(b), log.publicKey());
            return true;
        }));
    }

    private static void notes(List<Parser> all) throws NoteException {
        VerifiedCheckpoint head = new CheckpointVerifier(ORIGIN, LOG).open(NOTE);
        String text = Note.parse(NOTE).text();
        byte[] lines = Arrays.copyOfRange(NOTE, text.getBytes(StandardCharsets.UTF_8).length + 1, NOTE.length);
        NoteKey key = new NoteKey(
                "UA-w",
                NoteKeyType.ED25519_COSIGNATURE,
                BUNDLE.getWitnessKeys(0).getEd25519());
        all.add(new Parser("note", 1, NoteException.class, NOTE, b -> Note.parse(b) != null));
        all.add(new Parser("note lines", 1, NoteException.class, lines, b -> NoteSignature.parseLines(b) != null));
        byte[] asked = new AddCheckpointRequest(1, List.of(Sha256.of(NOTE)), Note.parse(NOTE)).bytes();
        all.add(new Parser(
                "add-checkpoint", 1, NoteException.class, asked, b -> AddCheckpointRequest.parse(b) != null));
        all.add(new Parser("checkpoint", 1, NoteException.class, utf8(text), b -> Checkpoint.parse(utf8(b)) != null));
        all.add(new Parser("note key", 1, NoteException.class, utf8(key.text()), b -> NoteKey.parse(utf8(b)) != null));
        TlogProof proof = new TlogProof(
                Optional.of(ByteString.copyFromUtf8("extra")),
                5,
                List.of(Sha256.of(), head.head().root()),
                Note.parse(NOTE));
        all.add(new Parser("tlog-proof", 1, NoteException.class, proof.bytes(), b -> TlogProof.parse(b) != null));
        all.add(new Parser(
                "signed checkpoint",
                1,
                NoteException.class,
                NOTE,
                b -> new CheckpointVerifier(ORIGIN, LOG).open(b) != null));
        all.add(new Parser(
                "cosignature",
                1,
                NoteException.class,
                lines,
                b -> new CosignatureVerifier("UA-w", WITNESS).check(head, NoteSignature.parseLines(b))
                        instanceof Cosignature.Valid));
    }

    private static void texts(List<Parser> all) throws IOException {
        RuleNames names = new RuleNames(Set.of("UA", "GB", "NO"), Map.of("coalition", List.of("GB", "NO")));
        all.add(new Parser(
                "charter",
                1,
                Void.class,
                Files.readAllBytes(LIES.resolve("witnessed.toml")),
                b -> CharterParser.parse(b) instanceof CharterParse.Sound));
        all.add(new Parser(
                "rule",
                1,
                RuleException.class,
                utf8("UA and (2 of coalition or all of (GB, NO))"),
                b -> RuleParser.parse(utf8(b), names) != null));
        all.add(new Parser(
                "expectation",
                1,
                Void.class,
                utf8("tier 3 stood down"),
                b -> Expectation.parse(utf8(b)).isPresent()));
        all.add(new Parser(
                "tile path",
                1,
                Void.class,
                utf8("tile/entries/x001/x234/067.p/112"),
                b -> TilePath.parse(utf8(b)).isPresent()));
        all.add(new Parser(
                "fingerprint",
                1,
                Void.class,
                utf8(Sha256.of().fingerprint()),
                b -> Sha256.parseFingerprint(utf8(b)).isPresent()));
        all.add(new Parser(
                "sha512 fingerprint",
                1,
                Void.class,
                utf8(Sha512.of(Sha512.digest()).fingerprint()),
                b -> Sha512.parseFingerprint(utf8(b)).isPresent()));
    }

    private static void records(List<Parser> all) {
        byte[] data = utf8("data");
        StampOffice office = StampOffice.open("total", "SHA512withECDSA", Years.march(2026), Years.march(2036));
        List<Task> batch = List.of(new Task.Begin(data), new Task.Begin(utf8("beside")));
        UnverifiedRecord begun = Records.many(batch, ArchiveDigest.SHA_512, office, Years.march(2026))
                .get(0);
        UnverifiedRecord renewed =
                Records.one(new Task.RenewHash(begun, data), ArchiveDigest.SHA3_512, office, Years.march(2031));
        RecordVerifier verifier = new RecordVerifier(office.trusted());
        all.add(new Parser(
                "evidence record",
                1,
                RefusedException.class,
                renewed.encode(),
                b -> verifier.check(UnverifiedRecord.parse(b), data) instanceof RecordCheck.True));
        all.add(new Parser(
                "algorithms",
                1,
                Void.class,
                utf8("[[algorithm]]\nname = \"SHA-256\"\ntrusted_until = 2046-01-01T00:00:00Z\n"),
                b -> AlgorithmsParser.parse(b) instanceof AlgorithmsParse.Sound));
    }

    private static void tokens(List<Parser> all) {
        TestAuthority authority = TestAuthority.named("parsers");
        byte[] data = utf8("a head");
        Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, data);
        Instant at = TestAuthority.FROM.plusSeconds(1);
        TimestampRequest request = TimestampRequest.of(imprint, new byte[8], Optional.empty());
        all.add(new Parser(
                "token",
                1,
                RefusedException.class,
                authority.token(data, at).bytes(),
                b -> authority.verifier().check(UnverifiedToken.parse(b), imprint) instanceof TokenCheck.Valid));
        all.add(new Parser(
                "answer of a time authority",
                1,
                RefusedException.class,
                authority.authority().answer(request.bytes(), at),
                b -> request.tokenIn(b) != null));
        all.add(new Parser(
                "request to a time authority",
                1,
                Void.class,
                request.bytes(),
                b -> authority.authority().answer(b, at).length > 0));
        all.add(new Parser(
                "certificate", 1, RefusedException.class, authority.anchor().bytes(), b -> Anchor.parse(b) != null));
        all.add(new Parser(
                "certificate in PEM",
                1,
                RefusedException.class,
                utf8(authority.anchor().pem()),
                b -> Anchor.ofPem(utf8(b)) != null));
    }

    /** An index or size, a size, two hashes, and the proof. */
    private static void proofs(List<Parser> all) throws RefusedException {
        Head head = checkpoint().head();
        UnverifiedEntry last = UnverifiedEntry.parse(LAST.getEntry().toByteArray());
        ByteBuffer inclusion = ByteBuffer.allocate(16 + 32 * (2 + LAST.getInclusionCount()))
                .putLong(last.index())
                .putLong(head.size())
                .put(head.root().bytes())
                .put(last.leaf().bytes());
        LAST.getInclusionList().forEach(h -> inclusion.put(h.toByteArray()));
        all.add(new Parser("inclusion", 1, Void.class, inclusion.array(), b -> {
            Claim claim = Claim.of(b);
            return ProofCheck.inclusion(claim.first, claim.other, claim.proof, new Head(claim.size, claim.root));
        }));
        var anchor = BUNDLE.getAnchors(0);
        ByteBuffer consistency = ByteBuffer.allocate(16 + 32 * (2 + anchor.getConsistencyCount()))
                .putLong(anchor.getSize())
                .putLong(head.size())
                .put(head.root().bytes())
                .put(anchor.getRoot().toByteArray());
        anchor.getConsistencyList().forEach(h -> consistency.put(h.toByteArray()));
        all.add(new Parser("consistency", 1, Void.class, consistency.array(), b -> {
            Claim claim = Claim.of(b);
            return ProofCheck.consistency(
                    new Head(claim.first, claim.other), new Head(claim.size, claim.root), claim.proof);
        }));
        all.add(new Parser("tile", 1, IllegalArgumentException.class, new byte[8192], b -> Tile.of(b) != null));
    }

    private record Claim(long first, long size, Sha256 root, Sha256 other, List<Sha256> proof) {
        static Claim of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(bytes, Math.max(80, bytes.length)));
            long first = in.getLong() & Long.MAX_VALUE;
            long size = in.getLong() & Long.MAX_VALUE;
            Sha256 root = hash(in);
            Sha256 other = hash(in);
            List<Sha256> proof = new ArrayList<>();
            while (in.remaining() >= Sha256.LENGTH) {
                proof.add(hash(in));
            }
            return new Claim(first, size, root, other, proof);
        }

        private static Sha256 hash(ByteBuffer in) {
            byte[] hash = new byte[Sha256.LENGTH];
            in.get(hash);
            return Sha256.copyOf(ByteString.copyFrom(hash));
        }
    }

    /** Keystores cost work by design, so few are tried; KeystoreTest tries every byte of a cheap one. */
    private static void keys(List<Parser> all) {
        byte[] passphrase = utf8("correct horse");
        SecureRandom random = new SecureRandom();
        byte[] signing = Keystore.seal(SigningKey.generate(random), passphrase, random);
        byte[] log = Keystore.seal(LogSigningKey.generate(random), passphrase, random);
        all.add(new Parser(
                "signing keystore",
                100,
                KeystoreException.class,
                signing,
                b -> Keystore.openSigningKey(b, passphrase) != null));
        all.add(new Parser(
                "log keystore", 100, KeystoreException.class, log, b -> Keystore.openLogKey(b, passphrase) != null));
        TlsIdentity tls = TlsIdentity.generate("hub.example", random, Instant.ofEpochSecond(1_770_000_000));
        all.add(new Parser(
                "TLS key",
                4,
                IllegalArgumentException.class,
                utf8(tls.keyPem()),
                b -> TlsIdentity.ofPem(utf8(b), tls.certificatePem()) != null));
        all.add(new Parser(
                "TLS certificate",
                4,
                IllegalArgumentException.class,
                utf8(tls.certificatePem()),
                b -> TlsIdentity.ofPem(tls.keyPem(), utf8(b)) != null));
    }

    private static void evidence(List<Parser> all) throws IOException {
        byte[] bundle = Files.readAllBytes(LIES.resolve("honest-witnessed-notice.evidence"));
        byte[] charter = Files.readAllBytes(LIES.resolve("witnessed.toml"));
        Sha256 pinned = Sha256.of(charter);
        for (boolean answer : new boolean[] {true, false}) {
            // One that finds every signature true lets more of the rest be reached.
            all.add(new Parser(
                    "bundle, signatures " + answer,
                    1,
                    Void.class,
                    bundle,
                    b -> (Verification.verify(b, pinned, Optional.empty(), answering(answer))
                                            .verdict()
                                            .code()
                                    == Code.PROVEN)
                            || !answer));
        }
        Path honest = LIES.resolve("honest-witnessed-notice.evidence");
        Path damaged = folder.resolve("file");
        all.add(new Parser(
                "verify FILE", 20, Void.class, bundle, b -> run(b, damaged, damaged, LIES.resolve("witnessed.toml"))));
        all.add(new Parser("verify --charter FILE", 20, Void.class, charter, b -> run(b, damaged, honest, damaged)));
    }

    private static boolean run(byte[] bytes, Path to, Path file, Path charter) throws IOException {
        Files.write(to, bytes);
        VerifyRun run = VerifyRun.of(file.toString(), "--charter", charter.toString());
        assertThat(run.exit()).as(run.toString()).isIn(0, 2, 10, 11, 12, 13, 14, 30);
        return run.exit() == 0;
    }

    private static SignatureVerifier answering(boolean answer) {
        return new SignatureVerifier() {
            @Override
            public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
                return answer;
            }

            @Override
            public String name() {
                return "always " + answer;
            }
        };
    }

    // Samples

    private static EvidenceBundle bundle(String name) {
        try {
            return Strict.parse(EvidenceBundle.getDefaultInstance(), Files.readAllBytes(LIES.resolve(name)));
        } catch (IOException | RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static Checkpoint checkpoint() {
        try {
            return Checkpoint.parse(Note.parse(NOTE).text());
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    private static LogPublicKey key(LogKeys keys) {
        return LogPublicKey.of(
                keys.getEd25519().toByteArray(), keys.getMlDsa44().toByteArray());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
