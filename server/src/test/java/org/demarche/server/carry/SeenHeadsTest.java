package org.demarche.server.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.ShownLog;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;
import org.demarche.server.TestWitness;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoredEntry;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever form a head that others have seen comes in, a log that is behind it or beside it is refused, and what is of no use does not pass for one. */
final class SeenHeadsTest {
    private static final int HELD = 600;
    private static final Head BESIDE = new Head(HELD - 1, Sha256.of(new byte[0]));
    private static final TestWitness WITNESS = new TestWitness("GB-w");

    private static List<StoredEntry> rows;
    private static Head early;
    private static Head held;
    private static Head whole;

    @TempDir
    private Path directory;

    private final List<String> said = new ArrayList<>();
    private FollowerCopy copy;

    @BeforeAll
    static void read() {
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            rows = LongLog.rows(store);
            early = LongLog.head(store, 20);
            held = LongLog.head(store, HELD);
            whole = LongLog.head(store, LongLog.SIZE);
        }
    }

    /** A copy of the first 600 of 613 entries. */
    @BeforeEach
    void begin() throws Exception {
        copy = FollowerCopy.open(LongLog.copy(directory.resolve("copy"), rows.subList(0, HELD), note(held)));
    }

    private static byte[] note(Head head) {
        return LongLog.note(LongLog.ORIGIN, TestKeys.log(), head);
    }

    private SeenHeads none() throws HubException {
        return SeenHeads.of(copy, List.of(TestKeys.log().publicKey()));
    }

    private SeenHeads shown(Path path) throws HubException {
        SeenHeads seen = none();
        seen.add(path, said::add);
        return seen;
    }

    private Path file(String name, byte[] bytes) throws IOException {
        Files.createDirectories(directory.resolve("files"));
        return Files.write(directory.resolve("files").resolve(name), bytes);
    }

    private static MisbehaviourWriter writer(LogPublicKey key) throws RefusedException {
        return new MisbehaviourWriter(
                new ShownLog(i -> rows.get((int) i).bytes().toByteArray(), rows.size()), List.of(key), List.of());
    }

    /** A file about a refusal behind all 613 entries. */
    private static byte[] refusalFile(LogSigningKey key) throws RefusedException {
        SignedRefusal refusal = new RefusalSigner(key)
                .sign(Refusal.newBuilder()
                        .setOrigin(LongLog.ORIGIN)
                        .setNotice(Sha256.of(new byte[0]).byteString())
                        .setReason("INCIDENT_UNKNOWN")
                        .setSentence("there is none")
                        .setSize(whole.size())
                        .setRoot(whole.root().byteString())
                        .setRefusedAtMs(1_772_000_000_000L)
                        .build());
        return writer(key.publicKey()).unjustifiedRefusal(notice(), refusal);
    }

    private static byte[] notice() {
        return rows.stream()
                .map(row -> entry(row.bytes()))
                .filter(LogEntry::hasNotice)
                .map(entry -> entry.getNotice().toByteArray())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static LogEntry entry(ByteString bytes) {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** A file about two heads of one size, of which one is true. */
    private static byte[] splitFile() throws RefusedException {
        ShownLog log = new ShownLog(i -> rows.get((int) i).bytes().toByteArray(), rows.size());
        try (LogStore store = SqliteStore.openToRead(LongLog.FILE)) {
            return new MisbehaviourWriter(log, List.of(TestKeys.log().publicKey()), List.of())
                    .splitHistory(
                            ByteString.copyFrom(note(LongLog.head(store, BESIDE.size()))),
                            new Word.Checkpoint(ByteString.copyFrom(note(BESIDE))),
                            log.nodes());
        }
    }

    @Test
    void add_ofAMisbehaviourFile_countsWhatTheLogSignedInIt() throws Exception {
        SeenHeads seen = shown(file("any-name", refusalFile(TestKeys.log())));
        assertThat(seen.count()).isEqualTo(1);
        assertThatThrownBy(seen::requireReached)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(7))
                .hasMessageContaining("has shown 613")
                .hasMessageContaining("any-name, a refusal behind 613 entries");
        assertThat(said).isEmpty();
    }

    @Test
    void add_ofAFileAboutTwoHistories_barsEither() throws Exception {
        SeenHeads seen = shown(file("split.misbehaviour", splitFile()));
        assertThat(seen.count()).isEqualTo(2);
        assertThat(seen.beyond()).isEmpty();
        assertThat(seen.beside().orElseThrow().where()).contains("split.misbehaviour, a head of 599 entries");
        assertThatThrownBy(seen::requireReached)
                .isInstanceOf(HubException.class)
                .hasMessageContaining("another history");
    }

    @Test
    void add_ofAFileThatAnotherKeySigned_isRefused_andInAFolderPassedOver() throws Exception {
        Path other = file("other.misbehaviour", refusalFile(LogSigningKey.generate(new SecureRandom())));
        assertThatThrownBy(() -> shown(other))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(5))
                .hasMessageContaining("holds no head that this hub's log keys have signed");
        file("torn.misbehaviour", Arrays.copyOf(splitFile(), 1_000));
        file("torn.evidence", new byte[10]);
        file("true.misbehaviour", refusalFile(TestKeys.log()));
        said.clear();
        SeenHeads seen = shown(directory.resolve("files"));
        assertThat(seen.count()).isEqualTo(1);
        assertThat(said)
                .hasSize(3)
                .anySatisfy(s -> assertThat(s).contains("other.misbehaviour was passed over: this hub's log keys"))
                .anySatisfy(s -> assertThat(s).contains("torn.misbehaviour was passed over: not a misbehaviour file"))
                .anySatisfy(s -> assertThat(s).contains("torn.evidence was passed over: not an evidence bundle"));
    }

    @Test
    void add_ofADesksStateOrANote_countsEachHeadInIt() throws Exception {
        Path state = directory.resolve("state");
        LongLog.copy(state.resolve("log"), rows.subList(0, 20), note(early));
        Files.write(state.resolve("log").resolve("seen"), note(whole));
        SeenHeads seen = shown(state);
        assertThat(seen.count()).isEqualTo(2);
        assertThat(seen.beyond().orElseThrow().head()).isEqualTo(whole);
        assertThat(shown(file("note", note(held))).beyond()).isEmpty();
        assertThatThrownBy(() -> shown(file("text", "no head".getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("is not a head that this hub's log keys have signed");
        assertThatThrownBy(() -> shown(directory.resolve("none")))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("does not exist");
    }

    /** What a witness at an address of its own shows. */
    private SeenHeads asked(Function<HttpExchange, byte[]> shows) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = shows.apply(exchange);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            SeenHeads seen = none();
            new AskedWitnesses(List.of(witness(server.getAddress().getPort())), said::add).addTo(seen);
            return seen;
        } finally {
            server.stop(0);
        }
    }

    private static HubConfig.ForeignWitness witness(int port) {
        return new HubConfig.ForeignWitness(
                WITNESS.name(), URI.create("http://127.0.0.1:" + port + "/prefix/"), Optional.empty(), WITNESS.keys());
    }

    private static byte[] cosigned(Head head) throws Exception {
        VerifiedCheckpoint checkpoint =
                new CheckpointVerifier(LongLog.ORIGIN, TestKeys.log().publicKey()).open(note(head));
        StringBuilder text = new StringBuilder(new String(note(head), StandardCharsets.UTF_8));
        for (NoteSignature line : WITNESS.lines(checkpoint, Instant.EPOCH.toEpochMilli() + 1_772_000_000_000L)) {
            text.append(line.line());
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void asked_aWitnessThatShowsWhatItHasCosigned_counts() throws Exception {
        byte[] checkpoint = cosigned(whole);
        List<String> paths = new ArrayList<>();
        SeenHeads seen = asked(exchange -> {
            paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            return checkpoint;
        });
        assertThat(paths)
                .containsExactly("GET /prefix/"
                        + Sha256.of(LongLog.ORIGIN.getBytes(StandardCharsets.UTF_8))
                                .hex() + "/checkpoint");
        assertThat(said).containsExactly("the witness GB-w has cosigned a head of 613 entries last");
        assertThat(seen.beyond().orElseThrow().head()).isEqualTo(whole);
    }

    @Test
    void asked_aWitnessThatHasNotCosignedWhatItShows_isSaid_andTheLogsWordCounts() throws Exception {
        byte[] bare = note(held);
        assertThat(asked(exchange -> bare).count()).isEqualTo(1);
        assertThat(said.get(0)).contains("that it has not cosigned with its verifier_keys");
    }

    @Test
    void asked_aWitnessThatShowsNothing_orNothingOfUse_orIsAway_isSaid_andDoesNotCount() throws Exception {
        assertThat(asked(exchange -> new byte[0]).count()).isZero();
        byte[] other = LongLog.note(LongLog.ORIGIN, LogSigningKey.generate(new SecureRandom()), whole);
        assertThat(asked(exchange -> other).count()).isZero();
        assertThat(asked(exchange -> new byte[300_000]).count()).isZero();
        SeenHeads seen = none();
        new AskedWitnesses(List.of(witness(1)), said::add).addTo(seen);
        assertThat(seen.count()).isZero();
        assertThat(said)
                .allSatisfy(s -> assertThat(s).contains("the witness GB-w ", "--seen FILE"))
                .satisfiesExactly(
                        s -> assertThat(s).contains("or shows nobody what", "404"),
                        s -> assertThat(s).contains("shows what is of no use"),
                        s -> assertThat(s).contains("more than"),
                        s -> assertThat(s).contains("cannot be reached"));
        assertThatThrownBy(() -> new AskedWitnesses(List.of(), said::add).addTo(seen))
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.exitCode()).isEqualTo(2));
    }
}
