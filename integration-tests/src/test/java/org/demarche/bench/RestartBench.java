package org.demarche.bench;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.LogSigningKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.server.HubCore;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.Role;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.intake.Intake;
import org.demarche.server.log.Answer;
import org.demarche.server.store.LogStore;
import org.demarche.server.timestamp.TimeAuthorities;
import org.demarche.world.Keys;
import org.demarche.world.Plan;
import org.demarche.world.World;

/**
 * How long a hub takes to be ready again. The log is grown by the hub's own code, with a verifier that lets everything pass, so that nothing has to be signed: a replay
 * doesn't look at signatures. One notice in twenty opens an incident, half of the others belong to the newest one, the rest to none.
 */
final class RestartBench {
    private static final int WINDOW = 2_000;
    private static final int REPORT_EVERY = 20;
    private static final int ROUNDS = 3;
    private static final String AUTHOR = "UA";

    private final Path directory;
    private final int entries;
    private long nonce;

    RestartBench(Path directory, int entries) {
        this.directory = directory;
        this.entries = entries;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            Path hub = world.home().directory();
            Files.writeString(
                    hub.resolve("hub.toml"),
                    "[limits]\nnotices_per_minute = 10000000\nflash_per_minute = 10000000\nwaiting = 100000\n");
            HubConfig config = HubFiles.config(hub, Map.of());
            List<LogSigningKey> keys = HubFiles.logKeys(config);
            try (LogStore store = HubStore.open(config.store())) {
                long startNanos = System.nanoTime();
                try (HubCore core = core(config, store, keys, new Lenient())) {
                    grow(core, world.home().charter().hash());
                }
                Bench.say("intake without signatures", entries / Bench.seconds(startNanos), "notices/s");
                SignatureVerifier verifier = Verifiers.fastest(sentence -> {});
                for (int round = 1; round <= ROUNDS; round++) {
                    long restartNanos = System.nanoTime();
                    long cpuNanos = Bench.cpuNanos();
                    try (HubCore core = core(config, store, keys, verifier)) {
                        double seconds = Bench.seconds(restartNanos);
                        Bench.say("restart with " + core.published().size() + " entries, round " + round, seconds, "s");
                        Bench.say("  per entry", seconds / core.published().size() * 1e6, "µs");
                        Bench.say(
                                "  per entry, of all cores' time",
                                (Bench.cpuNanos() - cpuNanos)
                                        / 1e3
                                        / core.published().size(),
                                "µs");
                    }
                }
            }
        }
    }

    private static HubCore core(
            HubConfig config, LogStore store, List<LogSigningKey> keys, SignatureVerifier verifier) {
        return new HubCore(
                config.limits(),
                config.witnesses(),
                TimeAuthorities.NONE,
                store,
                new Role.Writes(keys),
                verifier,
                HubClock.system(),
                new SecureRandom(),
                Optional.empty(),
                defect -> {
                    throw new IllegalStateException(defect);
                });
    }

    private void grow(HubCore core, Sha256 charter) throws Exception {
        Deque<CompletableFuture<Answer>> waiting = new ArrayDeque<>();
        AtomicReference<ByteString> incident = new AtomicReference<>(ByteString.EMPTY);
        Head head = core.published().head();
        long begun = core.published().size();
        while (begun + nonce < entries) {
            Notice.Builder notice = dated(charter, head);
            if (nonce % REPORT_EVERY == 1) {
                notice.setViolationReport(report(notice.getIssuedAtMs()));
            } else {
                notice.setMessage(Message.newBuilder().setText("Message number " + nonce + " of a long night."));
                if (nonce % 2 == 0) {
                    notice.setIncident(incident.get());
                }
            }
            UnverifiedNotice unsigned = Intake.parse(unsigned(notice.build()));
            CompletableFuture<Answer> answer =
                    core.services().intake().submit(unsigned, AUTHOR, notice.getIssuedAtMs());
            waiting.add(answer);
            if (notice.hasViolationReport()) {
                answer.thenAccept(a -> incident.set(unsigned.id().byteString()));
                head = core.published().head();
            }
            while (waiting.size() >= WINDOW) {
                require(waiting.remove().get());
            }
        }
        while (!waiting.isEmpty()) {
            require(waiting.remove().get());
        }
    }

    private static void require(Answer answer) {
        if (answer instanceof Answer.Refused refused) {
            throw new IllegalStateException(refused.refusal().toString());
        }
    }

    private Notice.Builder dated(Sha256 charter, Head head) {
        long nowMs = HubClock.system().wallMs();
        return Notice.newBuilder()
                .setSuite(PublicKey.SUITE)
                .setCharter(charter.byteString())
                .setAuthor(AUTHOR)
                .setIssuedAtMs(nowMs)
                .setValidUntilMs(nowMs + 900_000)
                .setAnchor(Anchor.newBuilder()
                        .setSize(head.size())
                        .setRoot(head.root().byteString()))
                .setNonce(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(8, ++nonce).array()))
                .setPrecedence(Precedence.PRECEDENCE_ROUTINE);
    }

    private static ViolationReport.Builder report(long nowMs) {
        return ViolationReport.newBuilder()
                .setCategory(Category.CATEGORY_ARTILLERY)
                .setPlace(Place.newBuilder().setLatitudeE7(481234567).setLongitudeE7(377654321))
                .setObservedFromMs(nowMs - 60_000)
                .setObservedToMs(nowMs)
                .setSummary("Shelling of the crossing");
    }

    /** A notice with signatures of the right length that nobody made. */
    private static ByteString unsigned(Notice notice) {
        return SignedNotice.newBuilder()
                .setNotice(notice.toByteString())
                .setKeyId(Keys.signing(AUTHOR + "/watch").publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(new byte[64]))
                .setMlDsa65(ByteString.copyFrom(new byte[3309]))
                .build()
                .toByteString();
    }

    private static final class Lenient implements SignatureVerifier {
        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            return true;
        }

        @Override
        public String name() {
            return "none: whatever comes passes";
        }
    }
}
