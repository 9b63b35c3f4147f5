package org.demarche.evidence;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.escalation.Clock;
import org.demarche.time.Dtg;
import org.demarche.witness.Cosigned;

/**
 * Step 7: what the witnesses' times say of the log's. Nothing in the log may be dated later, by more than the skew, than a cosignature over it. And where a
 * tier waited for its time, the entry that started the clock must have been cosigned at once, or the log could have dated it back to open the gate early.
 */
final class TimeStep {
    private final Heads.Signed heads;
    private final UnverifiedBundle bundle;

    private TimeStep(Heads.Signed heads, UnverifiedBundle bundle) {
        this.heads = heads;
        this.bundle = bundle;
    }

    static Step of(Dossier file) {
        if (!(file.heads().orElse(null) instanceof Heads.Signed heads)) {
            return Step.notAsked(Check.TIME, Dossier.BUILDS_ON);
        }
        Step step = file.sound()
                ? new TimeStep(heads, file.bundle()).judge(file.clocks())
                : Step.notAsked(Check.TIME, Dossier.BUILDS_ON);
        return Renewal.on(step, file);
    }

    private Step judge(Set<Clock> clocks) {
        if (heads.proven().cosigned().isEmpty()) {
            return Step.notAsked(Check.TIME, WitnessStep.NO_WITNESS);
        }
        Optional<Step> wrong = splitHistory()
                .or(() -> Stream.concat(Stream.of(heads.proven()), heads.clockStarts().stream())
                        .flatMap(h -> ahead(h).stream())
                        .findFirst());
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<Instant> existedBy = heads.proven().cosigned().flatMap(Cosigned::existedBy);
        if (existedBy.isEmpty()) {
            return undecided("too few cosignatures bound the time of the head");
        }
        return clocks.stream()
                .flatMap(c -> startOfClock(c).stream())
                .findFirst()
                .orElseGet(() -> Step.ok(
                        Check.TIME,
                        "all of it existed by " + Dtg.of(existedBy.get().toEpochMilli())
                                + " by the word of the witnesses, and bears no later date"));
    }

    private Optional<Step> splitHistory() {
        return heads.clockStarts().stream()
                .map(SignedHead::head)
                .filter(h -> h.size() == heads.proven().head().size()
                        && !h.root().equals(heads.proven().head().root()))
                .findFirst()
                .map(h -> Step.failed(
                        Check.TIME,
                        Code.SPLIT_HISTORY,
                        "the log signed two different histories of " + h.size() + " entries"));
    }

    /** Whether the newest of the entries that a head covers bears a later date than the witnesses' word on that head. */
    private Optional<Step> ahead(SignedHead head) {
        return bundle.all().stream()
                .filter(e -> e.index() < head.head().size())
                .max(Comparator.comparingLong(ClaimedEntry::index))
                .flatMap(newest -> head.cosigned()
                        .flatMap(Cosigned::existedBy)
                        .filter(t -> t.toEpochMilli()
                                < newest.acceptedAtMs() - head.charter().skewMs())
                        .map(t -> Step.failed(
                                Check.TIME,
                                Code.TIME,
                                "entry " + newest.index() + " is dated " + Dtg.of(newest.acceptedAtMs())
                                        + ", but witnesses cosigned it at " + Dtg.of(t.toEpochMilli()) + " already")));
    }

    /** What is wrong with the start of a clock, by the first head that covers it and the witnesses of that head's charter. */
    private Optional<Step> startOfClock(Clock clock) {
        long index = clock.index();
        Optional<SignedHead> first = heads.clockStarts().stream()
                .filter(h -> h.head().size() > index)
                .findFirst();
        if (first.isEmpty()) {
            return Optional.of(undecided(
                    "the file brings no cosigned head close to entry " + index + ", which started the clock"));
        }
        // A cosignature states whole seconds, cut, so one of the same second may look earlier, never later.
        boolean atOnce = first.get()
                .cosigned()
                .filter(c -> c.tally().holds())
                .flatMap(Cosigned::existedBy)
                .filter(t -> t.toEpochMilli()
                        <= clock.startedMs() + first.get().charter().skewMs())
                .isPresent();
        return atOnce
                ? Optional.empty()
                : Optional.of(undecided(
                        "entry " + index + ", which started the clock, was not cosigned by enough witnesses at once"));
    }

    private static Step undecided(String sentence) {
        return Step.undecided(Check.TIME, Code.TOO_FEW_WITNESSES, sentence);
    }
}
