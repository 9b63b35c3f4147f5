package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Governance;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.RefusedException;
import org.demarche.server.Says;
import org.demarche.server.clock.Reading;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.sqlite.SqliteStore;

/** A hub's log on a real SQLite file, without network or threads. One party, UA, has brought its keys. */
public final class LogScene implements AutoCloseable {
    /** When a scene begins, in milliseconds since 1970 UTC. */
    public static final long NOW_MS = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();

    private static final long USUAL_BYTES_IN_MEMORY = 1L << 20;

    private final Path file;
    private final AtomicLong nowMs = new AtomicLong(NOW_MS);
    private Charter charter;
    private final FaultyStore store;
    private final HubLog log;
    private final Appender appender;

    /** A log in {@code directory}, begun if it is not yet. */
    public LogScene(Path directory) throws RefusedException {
        this(directory, TestKeys.log());
    }

    /** The same, on a hub that holds these key pairs of the log. */
    LogScene(Path directory, LogSigningKey... keys) throws RefusedException {
        this(directory, USUAL_BYTES_IN_MEMORY, keys);
    }

    /** The same, on a hub that keeps this many bytes of entries at hand. */
    LogScene(Path directory, long bytesInMemory, LogSigningKey... keys) throws RefusedException {
        this(
                directory.resolve("hub.sqlite"),
                SqliteStore.open(directory.resolve("hub.sqlite")),
                SampleCharter.actual(TestKeys::fingerprint).charter(),
                bytesInMemory,
                keys);
    }

    /** A log in {@code store}, begun with this charter if it is not yet. */
    public LogScene(LogStore store, Charter charter) throws RefusedException {
        this(Path.of(""), store, charter, USUAL_BYTES_IN_MEMORY, TestKeys.log());
    }

    private LogScene(Path file, LogStore of, Charter first, long bytesInMemory, LogSigningKey... keys)
            throws RefusedException {
        this.file = file;
        this.charter = first;
        store = new FaultyStore(of);
        if (store.size() == 0) {
            Beginning.write(store, charter.text(), SignatureVerifier.bouncyCastle(), NOW_MS);
        }
        log = new HubLog(
                store,
                new SignedHeads(store, List.of(keys), nowMs::get),
                SignatureVerifier.bouncyCastle(),
                bytesInMemory);
        appender = new Appender(log);
        if (log.published().size() == 1) {
            commit(assent("UA", charter));
        }
        charter = log.published().governance().charter();
    }

    /** What time it is, in milliseconds since 1970 UTC. */
    public long nowMs() {
        return nowMs.get();
    }

    /** Time passes. */
    public void pass(Duration duration) {
        nowMs.addAndGet(duration.toMillis());
    }

    /** The log. */
    public HubLog log() {
        return log;
    }

    /** What it grows by. */
    Appender appender() {
        return appender;
    }

    /** The database. */
    public Path file() {
        return file;
    }

    /** From now on what is said names this charter. */
    public void turnTo(Charter next) {
        charter = next;
    }

    FaultyStore store() {
        return store;
    }

    /** Commits a batch. */
    public void commit(Submission... submissions) {
        appender.commit(List.of(submissions), (headMs, skewMs, storeMs) -> new Reading.Sound(nowMs.get()));
    }

    /** Commits {@code count} messages, a batch at a time, under signatures that nobody made. */
    public void grow(int count) {
        grow(
                count,
                text -> VerifiedNotice.fromOwnStore(
                        Says.unsigned(charter, log.published().head(), nowMs.get(), "UA/watch", Says.message(text))
                                .toByteArray()));
    }

    /** The same, truly signed. */
    public void growSigned(int count) {
        grow(count, this::message);
    }

    private void grow(int count, Function<String, VerifiedNotice> notices) {
        for (int done = 0; done < count; ) {
            Submission[] batch = new Submission[Math.min(100, count - done)];
            for (int i = 0; i < batch.length; i++) {
                batch[i] = Submission.of(notices.apply("No. " + (done + i)));
            }
            commit(batch);
            done += batch.length;
        }
    }

    /** Has the charter adopted, and opens incidents, each with a finding and {@code messages} messages around it; all of it truly signed. */
    public void growIncidents(int incidents, int messages) {
        Says.ADOPTERS.stream().filter(p -> !p.equals("UA")).forEach(p -> commit(assent(p, charter)));
        for (int i = 0; i < incidents; i++) {
            VerifiedNotice report = signed("UA/watch", Says.report(nowMs.get()));
            commit(Submission.of(report));
            growSigned(messages);
            commit(Submission.of(signed("UA/watch", Says.violation(report.id()))));
        }
    }

    /** A party's assent to a charter, which brings the keys that the log does not know. */
    public Submission assent(String party, Charter to) {
        Governance governance = log.published().governance();
        return Submission.of(signed(
                party + "/root",
                Says.assent(party, to, id -> governance.publicKey(id).isPresent())));
    }

    /** UA proposes the next charter. */
    public Submission post(Charter next) {
        return Submission.of(signed(
                "UA/root",
                Notice.newBuilder().setCharterText(CharterText.newBuilder().setText(next.text()))));
    }

    /** A message of UA's watch. */
    public VerifiedNotice message(String text) {
        return message(text, Precedence.PRECEDENCE_ROUTINE);
    }

    /** A message of UA's watch. */
    public VerifiedNotice message(String text, Precedence precedence) {
        return signed("UA/watch", Says.message(text).setPrecedence(precedence));
    }

    private VerifiedNotice signed(String signer, Notice.Builder notice) {
        ByteString bytes = Says.signed(charter, log.published().head(), nowMs.get(), signer, notice);
        try {
            return UnverifiedNotice.parse(bytes.toByteArray())
                    .verify(TestKeys.signing(signer).publicKey(), SignatureVerifier.bouncyCastle())
                    .orElseThrow();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
