package org.demarche.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.escalation.Clock;
import org.demarche.key.LogPublicKey;
import org.demarche.time.Dtg;

/**
 * Steps 6 and 7: what the witnesses say of the head, and what their times say of the log's. A charter without a witness rule asks for neither.
 *
 * <p>Step 7 holds the log's times against the witnesses': nothing in the log may be dated later, by more than the skew, than a cosignature over it. And where a
 * tier waited for its time, the entry that started the clock must have been cosigned at once, or the log could have dated it back to open the gate early.
 */
final class WitnessChecks {
    private static final String NO_WITNESS = "the charter names no witness; time and history are the hub's word";

    private final UnverifiedBundle bundle;
    private final Charter charter;
    private final VerifiedCheckpoint head;
    private final Optional<VerifiedCheckpoint> clockStart;
    private final List<LogPublicKey> keys;

    WitnessChecks(
            UnverifiedBundle bundle,
            Charter charter,
            VerifiedCheckpoint head,
            Optional<VerifiedCheckpoint> clockStart) {
        this.bundle = bundle;
        this.charter = charter;
        this.head = head;
        this.clockStart = clockStart;
        this.keys = bundle.message().getWitnessKeysList().stream()
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
    }

    Step witnesses() {
        if (charter.witnessed().isEmpty()) {
            return clockStart.isEmpty()
                    ? Step.notAsked(Check.WITNESSES, NO_WITNESS)
                    : Step.failed(
                            Check.WITNESSES,
                            Code.SIGNATURE,
                            "clock_start: a second head, which a charter without witnesses has no use for");
        }
        Cosigned cosigned = Cosigned.of(head, charter, keys);
        Optional<String> falsehood = cosigned.falsehood()
                .or(() -> clockStart.flatMap(c -> Cosigned.of(c, charter, keys).falsehood()));
        if (falsehood.isPresent()) {
            return Step.failed(Check.WITNESSES, Code.SIGNATURE, falsehood.get());
        }
        if (!cosigned.tally().holds()) {
            return Step.undecided(
                    Check.WITNESSES,
                    Code.TOO_FEW_WITNESSES,
                    "too few witnesses cosigned: \"" + cosigned.tally().clause() + "\" still misses "
                            + cosigned.tally().shortfall());
        }
        return Step.ok(
                Check.WITNESSES,
                String.join(", ", cosigned.valid()) + " cosigned the head (\""
                        + cosigned.tally().clause() + "\")");
    }

    /**
     * Step 7.
     *
     * @param clocks the starts of the clock that the result rests on; more than one, if a tier requires another that waited by an earlier clock
     */
    Step time(Set<Clock> clocks) {
        if (charter.witnessed().isEmpty()) {
            return Step.notAsked(Check.TIME, NO_WITNESS);
        }
        Optional<Step> split = splitHistory();
        if (split.isPresent()) {
            return split.get();
        }
        Optional<Instant> existedBy = Cosigned.of(head, charter, keys).existedBy();
        Optional<Step> ahead =
                ahead(existedBy, bundle.last().index(), bundle.last().acceptedAtMs());
        if (ahead.isPresent()) {
            return ahead.get();
        }
        if (existedBy.isEmpty()) {
            return undecided("too few cosignatures bound the time of the head");
        }
        List<Step> starts =
                clocks.stream().flatMap(c -> startOfClock(c).stream()).toList();
        Optional<Step> worst =
                starts.stream().filter(s -> s.status() == Status.FAILED).findFirst();
        return worst.or(() -> starts.stream().findFirst())
                .orElseGet(() -> Step.ok(
                        Check.TIME,
                        "all of it existed by " + Dtg.of(existedBy.get().toEpochMilli())
                                + " by the word of the witnesses, and bears no later date"));
    }

    private Optional<Step> splitHistory() {
        return clockStart
                .map(VerifiedCheckpoint::head)
                .filter(h -> h.size() == head.head().size()
                        && !h.root().equals(head.head().root()))
                .map(h -> Step.failed(
                        Check.TIME,
                        Code.SPLIT_HISTORY,
                        "the log signed two different histories of " + h.size() + " entries"));
    }

    private Optional<Step> ahead(Optional<Instant> existedBy, long index, long acceptedAtMs) {
        return existedBy
                .filter(t -> t.toEpochMilli() < acceptedAtMs - charter.skewMs())
                .map(t -> Step.failed(
                        Check.TIME,
                        Code.TIME,
                        "entry " + index + " is dated " + Dtg.of(acceptedAtMs) + ", but witnesses cosigned it at "
                                + Dtg.of(t.toEpochMilli()) + " already"));
    }

    private Optional<Step> startOfClock(Clock clock) {
        long index = clock.index();
        if (clockStart.isEmpty() || clockStart.get().head().size() <= index) {
            return Optional.of(undecided(
                    "the file brings no cosigned head close to entry " + index + ", which started the clock"));
        }
        Cosigned cosigned = Cosigned.of(clockStart.get(), charter, keys);
        Optional<Step> ahead = ahead(cosigned.existedBy(), index, clock.startedMs());
        if (ahead.isPresent()) {
            return ahead;
        }
        // A cosignature states whole seconds, cut, so one of the same second may look earlier, never later.
        boolean atOnce = cosigned.tally().holds()
                && cosigned.existedBy()
                        .filter(t -> t.toEpochMilli() <= clock.startedMs() + charter.skewMs())
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
