package org.demarche.client.exercise.forge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.demarche.charter.Charter;
import org.demarche.envelope.Strict;
import org.demarche.evidence.BundleWriter;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.refusal.RefusedException;

/** The operator of a hub, turned dishonest: holds the log's keys and all its entries, but no key of a party, a witness or a time authority. */
public final class Forger {
    private static final long HOUR_MS = 3_600_000;

    private final Charter charter;
    private final LogCopy log;
    private final LogSigningKey key;
    private final SignatureVerifier verifier;
    private final InstantSource clock;

    /** A forger of this log. */
    public Forger(Charter charter, LogCopy log, LogSigningKey key, SignatureVerifier verifier, InstantSource clock) {
        this.charter = charter;
        this.log = log;
        this.key = key;
        this.verifier = verifier;
        this.clock = clock;
    }

    /**
     * Every attempt on the evidence of what an incident's entry brought.
     *
     * @param incident the incident
     * @param proven index of the entry that the evidence ends with
     * @param clockStart index of the entry that started the clock
     * @param honest the true evidence, with what witnesses and time authorities have said
     * @throws RefusedException if the log isn't what a hub writes
     */
    public List<Attempt> attempts(Sha256 incident, long proven, long clockStart, byte[] honest)
            throws RefusedException {
        List<Attempt> attempts = new ArrayList<>();
        Optional<Long> decline = decline(proven);
        if (decline.isPresent()) {
            attempts.add(judge(
                    "leaves the decline, entry " + decline.get() + ", out of the file", omit(honest, decline.get())));
            attempts.add(judge(
                    "takes the decline, entry " + decline.get()
                            + ", out of the log, counts and chains the later entries anew, and signs the log anew",
                    rewrite(incident, proven - 1, Map.of(), new TreeSet<>(List.of(decline.get())))));
        }
        attempts.add(judge(
                "moves the start of the clock, entry " + clockStart
                        + ", back to the time of the entry before it, and signs the log anew",
                rewrite(incident, proven, Map.of(clockStart, earlier(clockStart)), new TreeSet<>())));
        long hourMs = HOUR_MS / charter.timeScale();
        byte[] later = rewrite(incident, proven, Map.of(proven, shifted(hourMs)), new TreeSet<>());
        attempts.add(judge(
                "dates entry " + proven
                        + ", the last of the file, which no author in it has anchored over, an hour of the plan later, and signs the log anew",
                later));
        if (!charter.witnesses().isEmpty()) {
            attempts.add(judge(
                    "does the same, and puts the cosignatures under it that the witnesses have given to the true log",
                    new StolenCosignatures(charter, honest).under(later)));
        }
        return List.copyOf(attempts);
    }

    private Attempt judge(String what, byte[] bundle) {
        return new Attempt(what, Verification.verify(bundle, charter.hash(), Optional.empty(), verifier));
    }

    /** The newest decline of an activation before the proven entry. */
    private Optional<Long> decline(long proven) throws RefusedException {
        Optional<Long> found = Optional.empty();
        for (LogEntry entry : log.entries()) {
            if (entry.getIndex() < proven && entry.hasNotice()) {
                Notice notice = LogCopy.noticeOf(entry);
                if (notice.getAcknowledgement().getPosition() == Position.POSITION_DECLINE) {
                    found = Optional.of(entry.getIndex());
                }
            }
        }
        return found;
    }

    private UnaryOperator<LogEntry> earlier(long index) {
        LogEntry moved = log.entries().get(Math.toIntExact(index));
        long before = log.entries().get(Math.toIntExact(index) - 1).getAcceptedAtMs();
        return shifted(Math.min(-1, before - moved.getAcceptedAtMs()));
    }

    private static UnaryOperator<LogEntry> shifted(long byMs) {
        return entry -> entry.toBuilder()
                .setAcceptedAtMs(entry.getAcceptedAtMs() + byMs)
                .build();
    }

    private static byte[] omit(byte[] honest, long omitted) throws RefusedException {
        EvidenceBundle bundle = Strict.parse(EvidenceBundle.getDefaultInstance(), honest);
        EvidenceBundle.Builder forged = bundle.toBuilder().clearEntries();
        for (ProvenEntry entry : bundle.getEntriesList()) {
            if (Strict.parse(LogEntry.getDefaultInstance(), entry.getEntry().toByteArray())
                            .getIndex()
                    != omitted) {
                forged.addEntries(entry);
            }
        }
        return Strict.encode(forged.build());
    }

    private byte[] rewrite(
            Sha256 incident, long proven, Map<Long, UnaryOperator<LogEntry>> change, SortedSet<Long> without)
            throws RefusedException {
        Instant now = clock.instant();
        return BundleWriter.incident(
                log.rewritten(change, without, charter.log().origin(), key, now), incident, proven);
    }
}
