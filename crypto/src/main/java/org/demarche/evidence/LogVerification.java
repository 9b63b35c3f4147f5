package org.demarche.evidence;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.copy.CopyReader;
import org.demarche.escalation.Incident;
import org.demarche.evidence.Replay.Stop;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.time.Dtg;
import org.demarche.witness.Cosigned;

/**
 * The numbered verification of a whole log, as a desk keeps it: every entry anew, and the signed head over them. The ten steps are those of a bundle, where they
 * have a meaning for a log: there are no audit paths, since the root is computed from all entries, and of clocks that started a tier's time it says nothing, since only a
 * bundle brings the heads close to them.
 */
public final class LogVerification {
    private static final String NOT_READABLE = "the file cannot be read";
    private static final int TOLD_EVERY = 1_000;

    private final Checkpoint claimed;
    private final byte[] note;
    private final LogKeys keys;
    private final Sha256 pinned;
    private final LogReplay replay;
    private final List<Step> steps = new ArrayList<>();
    private Optional<VerifiedCheckpoint> head = Optional.empty();

    private LogVerification(Checkpoint claimed, byte[] note, LogKeys keys, Sha256 pinned, SignatureVerifier verifier) {
        this.claimed = claimed;
        this.note = note;
        this.keys = keys;
        this.pinned = pinned;
        this.replay = new LogReplay(pinned, verifier);
    }

    /**
     * Verifies a log.
     *
     * @param entries stands before entry 0
     * @param head the signed note over them, whatever its bytes are; its size says how many entries count
     * @param keys public keys of the log and its witnesses, from anywhere: those that no charter of the log names are not used
     * @param pinned SHA-256 of the text of charter version 1 that the reader trusts
     * @param verifier checks the parties' signatures
     * @param progress is told now and then how many entries have been looked at
     * @throws IOException if the entries cannot be read
     */
    public static Report verify(
            CopyReader entries,
            byte[] head,
            LogKeys keys,
            Sha256 pinned,
            SignatureVerifier verifier,
            LongConsumer progress)
            throws IOException {
        Checkpoint claimed;
        try {
            claimed = Checkpoint.parse(Note.parse(head).text());
        } catch (NoteException e) {
            return Verification.unreadable("the head of the log: " + e.getMessage(), pinned);
        }
        if (claimed.head().size() == 0) {
            return Verification.unreadable("the head is that of an empty log", pinned);
        }
        LogVerification log = new LogVerification(claimed, head, keys, pinned, verifier);
        try {
            for (long i = 0; i < claimed.head().size(); i++) {
                log.replay.next(entries.next());
                if ((i + 1) % TOLD_EVERY == 0) {
                    progress.accept(i + 1);
                }
            }
        } catch (RefusedException e) {
            return Verification.unreadable(
                    "its head covers " + claimed.head().size() + " entries, and the file "
                            + e.refusal().sentence(),
                    pinned);
        }
        log.replay.end();
        return log.examine();
    }

    private Report examine() {
        Optional<Stop> stop = replay.stop();
        if (stop.filter(s -> s.check() == Check.READABLE).isPresent()) {
            return Verification.unreadable(stop.get().sentence(), pinned);
        }
        steps.add(Step.ok(Check.READABLE, claimed.head().size() + " entries, and a head over so many"));
        steps.add(charter());
        steps.add(step(Check.SIGNATURES, replay.signed() + " notices are signed, each by a key entitled to it"));
        steps.add(inclusion());
        steps.add(checkpoint());
        Optional<Cosigned> cosigned =
                known() ? head.flatMap(h -> Cosigned.of(h, replay.charter(), witnessKeys())) : Optional.empty();
        steps.add(witnesses(cosigned));
        steps.add(time(cosigned));
        steps.add(against(Check.CHAINS, "every entry names those before it"));
        steps.add(against(Check.FOLD, "the rules take every entry"));
        Optional<Result> result = stop.isEmpty() && sound() ? Optional.of(result()) : Optional.empty();
        steps.add(result.map(r -> Step.ok(Check.RESULT, r.sentence()))
                .orElseGet(() ->
                        Step.notAsked(Check.RESULT, "nothing is proven, since a step before this one is not ok")));
        Optional<Charter> charter = known() ? Optional.of(replay.charter()) : Optional.empty();
        return Report.of(
                pinned, steps, result, charter, Optional.of(claimed), Optional.empty(), Optional.empty(), List.of());
    }

    /** Whether the log begins with the charter that is trusted. */
    private boolean known() {
        return steps.size() > Check.CHARTER.ordinal()
                && steps.get(Check.CHARTER.ordinal()).ok();
    }

    /** Whether steps 1 to 5 are ok: only then may anything be said against the log. */
    private boolean sound() {
        return steps.size() > Check.CHECKPOINT.ordinal()
                && steps.subList(0, Check.CHECKPOINT.ordinal() + 1).stream().allMatch(Step::ok);
    }

    private Step charter() {
        return replay.stop()
                .filter(s -> s.check() == Check.CHARTER)
                .map(s -> Step.undecided(Check.CHARTER, s.code(), s.sentence()))
                .orElseGet(() -> Step.ok(
                        Check.CHARTER,
                        "the log begins with the charter that you trust; version "
                                + replay.charter().version() + " governs at its end"));
    }

    private Step step(Check check, String sentence) {
        if (!known()) {
            return Step.notAsked(check, "says nothing of a log that begins with another charter");
        }
        return replay.stop().flatMap(s -> s.of(check)).orElseGet(() -> Step.ok(check, sentence));
    }

    private Step inclusion() {
        if (!replay.headAt(claimed.head().size()).equals(claimed.head())) {
            return Step.failed(
                    Check.INCLUSION,
                    Code.NOT_INCLUDED,
                    "the root over the entries is not the one that the head states");
        }
        return step(
                Check.INCLUSION, "the entries have the root that the head states, and every author had seen this log");
    }

    private Step checkpoint() {
        if (!known()) {
            return step(Check.CHECKPOINT, "");
        }
        Optional<LogPublicKey> pair = keys.pair(replay.charter().log());
        if (pair.isEmpty()) {
            return Step.failed(
                    Check.CHECKPOINT,
                    Code.SIGNATURE,
                    "the keys that the charter names for the log are not among those that were given");
        }
        try {
            head = Optional.of(new CheckpointVerifier(replay.charter().log().origin(), pair.get()).open(note));
            return Step.ok(Check.CHECKPOINT, "the log " + claimed.origin() + " signed the head, with both its keys");
        } catch (NoteException e) {
            return Step.failed(Check.CHECKPOINT, Code.SIGNATURE, e.refusal().sentence());
        }
    }

    private List<LogPublicKey> witnessKeys() {
        return replay.charter().witnesses().stream()
                .flatMap(w -> keys.pair(new Charter.LogIdentity(w.name(), w.ed25519(), w.mlDsa44())).stream())
                .toList();
    }

    private Step witnesses(Optional<Cosigned> cosigned) {
        return head.isPresent() ? WitnessStep.judge(cosigned) : Step.notAsked(Check.WITNESSES, Dossier.BUILDS_ON);
    }

    private Step time(Optional<Cosigned> cosigned) {
        if (!sound()) {
            return Step.notAsked(Check.TIME, Dossier.BUILDS_ON);
        }
        if (cosigned.isEmpty()) {
            return Step.notAsked(Check.TIME, WitnessStep.NO_WITNESS);
        }
        Optional<Instant> existedBy = cosigned.get().existedBy();
        if (existedBy.isEmpty()) {
            return Step.undecided(
                    Check.TIME, Code.TOO_FEW_WITNESSES, "too few cosignatures bound the time of the head");
        }
        long lastMs = replay.lastAcceptedAtMs();
        String by = Dtg.of(existedBy.get().toEpochMilli());
        return cosigned.get().surelyBefore(lastMs - replay.charter().skewMs())
                ? Step.failed(
                        Check.TIME,
                        Code.TIME,
                        "the last entry is dated " + Dtg.of(lastMs) + ", but witnesses cosigned it at " + by
                                + " already")
                : Step.ok(
                        Check.TIME,
                        "all of it existed by " + by + " by the word of the witnesses, and bears no later date");
    }

    /** A step that may convict the log, and so is asked only where nothing else is at fault. */
    private Step against(Check check, String sentence) {
        Step step = step(check, sentence);
        boolean convicts = step.code()
                .filter(c -> c.verdictClass() == VerdictClass.DISPROVEN)
                .isPresent();
        return convicts && !sound() ? Step.notAsked(check, Dossier.BUILDS_ON) : step;
    }

    private Result result() {
        List<Result.Case> cases =
                replay.incidents().stream().map(LogVerification::read).toList();
        return new Result.Log(
                claimed.origin(),
                new Result.Place(claimed.head().size() - 1, new Moment(replay.lastAcceptedAtMs(), Optional.empty())),
                cases);
    }

    private static Result.Case read(Incident incident) {
        List<Result.Came> tiers = new ArrayList<>();
        incident.tiers().forEach((number, progress) -> {
            progress.activated()
                    .ifPresent(m -> tiers.add(
                            new Result.Came(number, true, new Moment(m.instantMs(), Optional.empty()), m.index())));
            progress.stoodDown()
                    .ifPresent(m -> tiers.add(
                            new Result.Came(number, false, new Moment(m.instantMs(), Optional.empty()), m.index())));
        });
        return new Result.Case(
                incident.id(),
                new Result.Place(incident.openedIndex(), new Moment(incident.openedAtMs(), Optional.empty())),
                incident.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                tiers);
    }
}
