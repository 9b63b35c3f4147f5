package org.demarche.evidence;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.demarche.escalation.Clock;
import org.demarche.rule.Tally;
import org.demarche.time.Dtg;
import org.demarche.witness.Cosigned;

/**
 * Step 7: what the times of witnesses and of time authorities say of the log's. Nothing in the log may be dated later, by more than the skew, than a cosignature or a token over it. And where a
 * tier waited for its time, the entry that started the clock must have been cosigned at once, or the log could have dated it back to open the gate early.
 */
final class TimeStep {
    private final Heads.Signed heads;
    private final UnverifiedBundle bundle;

    private final Optional<Stamped> stamped;
    private final Optional<TimeBounds> bounds;

    private TimeStep(Heads.Signed heads, Dossier file) {
        this.heads = heads;
        this.bundle = file.bundle();
        this.stamped = file.stamped();
        this.bounds = file.bounds();
    }

    static Step of(Dossier file) {
        if (!(file.heads().orElse(null) instanceof Heads.Signed heads)) {
            return Step.notAsked(Check.TIME, Dossier.BUILDS_ON);
        }
        Step step = file.sound()
                ? new TimeStep(heads, file).judge(file.clocks())
                : Step.notAsked(Check.TIME, Dossier.BUILDS_ON);
        return Renewal.on(step, file);
    }

    /** Which time authorities have not spoken, in words. */
    static String lacking(TimeBounds bounds) {
        Tally tally = bounds.authorities().orElseThrow().tally();
        return "\"" + tally.clause() + "\" still misses " + tally.shortfall();
    }

    private Step judge(Set<Clock> clocks) {
        Optional<String> falsehood = stamped.isEmpty() && !bundle.timestamps().isEmpty()
                ? Optional.of("timestamps: tokens, which a charter without time authorities has no use for")
                : stamped.flatMap(Stamped::falsehood);
        if (falsehood.isPresent()) {
            return Step.failed(Check.TIME, Code.SIGNATURE, falsehood.get());
        }
        if (bounds.isEmpty()) {
            return Step.notAsked(Check.TIME, WitnessStep.NO_WITNESS);
        }
        Optional<Step> wrong = splitHistory()
                .or(() -> Stream.concat(Stream.of(heads.proven()), heads.clockStarts().stream())
                        .flatMap(h -> ahead(h).stream())
                        .findFirst())
                .or(this::aheadOfTokens);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        if (heads.proven().cosigned().isPresent() && seenBy().isEmpty()) {
            return undecided("too few cosignatures bound the time of the head");
        }
        return (heads.proven().cosigned().isEmpty() ? Set.<Clock>of() : clocks)
                .stream()
                        .flatMap(c -> startOfClock(c).stream())
                        .findFirst()
                        .orElseGet(() -> Step.ok(Check.TIME, sentence())
                                .with(bounds.orElseThrow().lines()));
    }

    private Optional<Instant> seenBy() {
        return heads.proven().cosigned().flatMap(Cosigned::existedBy);
    }

    private String sentence() {
        Optional<String> witnessed = seenBy().map(t -> "all of it existed by " + TimeBounds.moment(t)
                + " by the word of the witnesses, and bears no later date");
        if (stamped.isEmpty()) {
            return witnessed.orElseThrow();
        }
        return stamped.get()
                .existedBy()
                .map(t ->
                        "attested by " + String.join(", ", stamped.get().times().keySet()) + ": existed by "
                                + TimeBounds.moment(t) + "; "
                                + witnessed.orElse("nothing bears a later date; history is the hub's word"))
                .orElseGet(() -> "unattested: " + lacking(bounds.orElseThrow()) + "; "
                        + witnessed.orElse("time and history are the hub's word"));
    }

    /** Whether the newest of all entries bears a later date than the word of as many time authorities as meet the rule. */
    private Optional<Step> aheadOfTokens() {
        ClaimedEntry newest = bundle.all().stream()
                .max(Comparator.comparingLong(ClaimedEntry::index))
                .orElseThrow();
        return stamped.flatMap(Stamped::existedBy)
                .filter(t -> t.toEpochMilli()
                        < newest.acceptedAtMs() - heads.proven().charter().skewMs())
                .map(t -> Step.failed(
                        Check.TIME,
                        Code.TIME,
                        "entry " + newest.index() + " is dated " + Dtg.of(newest.acceptedAtMs())
                                + ", but time authorities stamped it at " + TimeBounds.moment(t) + " already"));
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
                        .filter(c -> c.surelyBefore(
                                newest.acceptedAtMs() - head.charter().skewMs()))
                        .flatMap(Cosigned::existedBy)
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
