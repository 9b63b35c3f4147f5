package org.demarche.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.escalation.Clock;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;

/**
 * The numbered verification of an evidence bundle. Pure: it reads no clock, no file and no network, and trusts nothing but the pinned hash. Total: every file gets
 * ten steps and a verdict, at an effort that grows with its length alone.
 */
public final class Verification {
    private static final String NOT_READABLE = "the file cannot be read";
    private static final String BUILDS_ON = "says nothing before steps 1 to 5 are ok";

    private final Sha256 pinned;
    private final Optional<Instant> at;
    private final RememberingVerifier verifier;
    private final Map<Check, Step> steps = new EnumMap<>(Check.class);
    private Optional<UnverifiedBundle> bundle = Optional.empty();
    private Optional<Replay> replay = Optional.empty();
    private Optional<Charter> governing = Optional.empty();
    private Optional<Result> result = Optional.empty();

    private Verification(Sha256 pinned, Optional<Instant> at, SignatureVerifier verifier) {
        this.pinned = pinned;
        this.at = at;
        this.verifier = new RememberingVerifier(verifier);
    }

    /**
     * Verifies a bundle.
     *
     * @param file the file's bytes, whatever they are
     * @param pinned SHA-256 of the text of charter version 1 that the reader trusts
     * @param at the reader's present, which decides whether time-stamps should have been renewed; empty: that is not asked
     * @param verifier checks the parties' signatures
     */
    public static Report verify(byte[] file, Sha256 pinned, Optional<Instant> at, SignatureVerifier verifier) {
        Verification verification = new Verification(pinned, at, verifier);
        verification.read(file);
        verification.bundle.ifPresent(verification::judge);
        for (Check check : Check.values()) {
            verification.steps.computeIfAbsent(check, c -> Step.notAsked(c, NOT_READABLE));
        }
        return verification.report();
    }

    /** Whether a file is for {@link #verify}, sound or not: it begins as every bundle does, of whatever version. */
    public static boolean recognizes(byte[] file) {
        return UnverifiedBundle.recognizes(file);
    }

    /**
     * The report on a file that is something else.
     *
     * @param sentence what it is, without a full stop
     */
    public static Report unreadable(String sentence, Sha256 pinned) {
        List<Step> steps = new ArrayList<>();
        for (Check check : Check.values()) {
            steps.add(
                    check == Check.READABLE
                            ? Step.failed(check, Code.UNREADABLE, sentence)
                            : Step.notAsked(check, NOT_READABLE));
        }
        return new Report(
                pinned,
                steps,
                Verdicts.of(steps, Optional.empty(), Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private void read(byte[] file) {
        OptionalLong version = UnverifiedBundle.version(file);
        if (version.isEmpty()) {
            set(Step.failed(Check.READABLE, Code.UNREADABLE, "not an evidence bundle"));
            return;
        }
        if (version.getAsLong() != UnverifiedBundle.VERSION) {
            set(Step.failed(
                    Check.READABLE,
                    Code.UNKNOWN_VERSION,
                    "an evidence bundle of version " + version.getAsLong() + "; this program knows version 1"));
            return;
        }
        try {
            UnverifiedBundle read = UnverifiedBundle.parse(file);
            bundle = Optional.of(read);
            set(Step.ok(
                    Check.READABLE,
                    "an evidence bundle, version 1, with "
                            + counted(read.governance().size()) + " of governance and "
                            + (read.ofNotice()
                                    ? "one notice"
                                    : counted(read.entries().size()) + " of an incident")));
        } catch (RefusedException e) {
            set(Step.failed(
                    Check.READABLE,
                    Code.UNREADABLE,
                    "not a sound evidence bundle: " + e.refusal().sentence()));
        }
    }

    // Steps 2 to 10. The order of work is not that of the numbers: chains are looked at first, since only whole ones
    // that were logged are worth replaying.

    private void judge(UnverifiedBundle of) {
        Optional<Charter> genesis = of.genesis().flatMap(t -> sound(t.toByteArray()));
        set(charters(of, genesis));
        SignatureChecks.Outcome signatures = SignatureChecks.check(of, verifier);
        Optional<String> broken = ChainChecks.brokenAt(of);
        set(InclusionChecks.check(of));
        boolean included = InclusionChecks.notIncluded(of).isEmpty();
        if (ok(Check.CHARTER) && signatures.falsehood().isEmpty() && broken.isEmpty() && included) {
            replay = Optional.of(Replay.of(of, verifier));
        }
        set(signatures(signatures));
        governing = replay.map(r -> r.governance().charter())
                .or(() -> ok(Check.CHARTER) && of.texts().isEmpty() ? genesis : Optional.empty());
        Optional<CheckpointChecks.Outcome> checkpoint =
                governing.map(c -> CheckpointChecks.check(of, c, atStart(of, c)));
        set(checkpoint
                .map(CheckpointChecks.Outcome::step)
                .orElseGet(() -> Step.notAsked(
                        Check.CHECKPOINT,
                        "which log keys were in force cannot be told before the charters and chains are whole")));
        set(chains(of, broken));
        set(fold());
        boolean replayed = sound() && ok(Check.CHAINS) && ok(Check.FOLD);
        result = replayed ? replay.map(ResultReader::read) : Optional.empty();
        witnesses(of, checkpoint);
        if (steps.values().stream().anyMatch(s -> s.status() == Status.FAILED)) {
            result = Optional.empty();
        }
        set(result.map(r -> Step.ok(Check.RESULT, r.sentence()))
                .orElseGet(() -> Step.notAsked(Check.RESULT, "the file proves no result")));
    }

    private Step charters(UnverifiedBundle of, Optional<Charter> genesis) {
        if (of.genesis().isEmpty()) {
            return Step.undecided(
                    Check.CHARTER, Code.OTHER_CHARTER, "the file does not bring the charter with which its log begins");
        }
        Sha256 hash = Sha256.of(of.genesis().get().toByteArray());
        if (!hash.equals(pinned)) {
            return Step.undecided(
                    Check.CHARTER,
                    Code.OTHER_CHARTER,
                    "the log begins with charter " + hash.brief() + "…"
                            + genesis.map(c -> " (\"" + c.title() + "\")").orElse("") + "; you trust " + pinned.brief()
                            + "…");
        }
        if (genesis.isEmpty()) {
            return Step.undecided(
                    Check.CHARTER,
                    Code.OTHER_CHARTER,
                    "the text that you trust is not a charter that this program can read");
        }
        if (!of.missingTexts().isEmpty()) {
            Sha256 missing = of.missingTexts().iterator().next();
            return Step.undecided(
                    Check.CHARTER,
                    Code.OTHER_CHARTER,
                    "the text of charter " + missing.brief()
                            + "…, to which a party assented, is missing; it may have been adopted");
        }
        return Step.ok(
                Check.CHARTER,
                "the log begins with the charter that you trust, \""
                        + genesis.get().title() + "\"");
    }

    private Step signatures(SignatureChecks.Outcome signatures) {
        if (signatures.falsehood().isPresent()) {
            return Step.failed(
                    Check.SIGNATURES, Code.SIGNATURE, signatures.falsehood().get());
        }
        if (replay.isEmpty()) {
            return Step.notAsked(
                    Check.SIGNATURES,
                    signatures.sentence()
                            + "; who may sign cannot be told before the charters and chains are whole and logged");
        }
        Optional<Replay.Stop> stop = replay.get().stop();
        if (stop.isPresent() && stop.get().check() == Check.SIGNATURES) {
            return Step.failed(Check.SIGNATURES, stop.get().code(), stop.get().sentence());
        }
        return Step.ok(
                Check.SIGNATURES,
                signatures.sentence() + ", by desks that were entitled to them"
                        + (stop.isPresent() ? ", as far as the rules took the entries" : ""));
    }

    private Step chains(UnverifiedBundle of, Optional<String> broken) {
        Optional<String> torn = broken.or(() -> stopAt(Check.CHAINS, Code.NOT_INCLUDED));
        if (torn.isPresent()) {
            return Step.failed(Check.CHAINS, Code.NOT_INCLUDED, torn.get());
        }
        Optional<String> decreases = ChainChecks.timeDecreasesAt(of);
        if (decreases.isPresent()) {
            return sound()
                    ? Step.failed(Check.CHAINS, Code.TIME, decreases.get())
                    : Step.notAsked(Check.CHAINS, BUILDS_ON);
        }
        return Step.ok(
                Check.CHAINS,
                of.ofNotice()
                        ? "the governance chain is whole up to the notice"
                        : "the governance chain and the incident's chain are whole up to entry "
                                + of.last().index());
    }

    private Step fold() {
        if (replay.isEmpty() || !ok(Check.CHAINS)) {
            return Step.notAsked(Check.FOLD, "only signed entries in whole chains can be held against the rules");
        }
        Optional<String> refused = stopAt(Check.FOLD, Code.FOLD);
        if (refused.isPresent()) {
            return sound() ? Step.failed(Check.FOLD, Code.FOLD, refused.get()) : Step.notAsked(Check.FOLD, BUILDS_ON);
        }
        if (replay.get().stop().isPresent()) {
            return Step.notAsked(Check.FOLD, "the rules ask who may sign first");
        }
        return Step.ok(Check.FOLD, "the rules take every entry");
    }

    private void witnesses(UnverifiedBundle of, Optional<CheckpointChecks.Outcome> checkpoint) {
        if (!ok(Check.CHECKPOINT)) {
            set(Step.notAsked(Check.WITNESSES, BUILDS_ON));
            set(Step.notAsked(Check.TIME, BUILDS_ON));
            return;
        }
        CheckpointChecks.Outcome opened = checkpoint.orElseThrow();
        WitnessChecks checks =
                new WitnessChecks(of, governing.orElseThrow(), opened.head().orElseThrow(), opened.clockStart());
        set(checks.witnesses());
        Step time = sound() ? checks.time(clocks()) : Step.notAsked(Check.TIME, BUILDS_ON);
        set(time.with(at.map(t -> "as of " + t + ": the file brings no time-stamp, so there is none to renew").stream()
                .toList()));
    }

    /** The starts of the clock that the result rests on. A stand-down rests on the activation before it. */
    private Set<Clock> clocks() {
        return result
                .filter(r -> r instanceof Result.Tiers)
                .map(r -> ((Result.Tiers) r).moves())
                .orElse(List.of())
                .stream()
                .flatMap(m -> replay.orElseThrow().clocks(m.tier()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Optional<String> stopAt(Check check, Code code) {
        return replay.flatMap(Replay::stop)
                .filter(s -> s.check() == check && s.code() == code)
                .map(Replay.Stop::sentence);
    }

    /** The charter whose log keys sign the head close to the start of the clock. */
    private Charter atStart(UnverifiedBundle of, Charter current) {
        return of.clockStart()
                .flatMap(c -> replay.map(r -> r.charterAt(c.head().size() - 1)))
                .orElse(current);
    }

    /** Whether steps 1 to 5 are ok: only then may anything be said against the log. */
    private boolean sound() {
        return ok(Check.READABLE)
                && ok(Check.CHARTER)
                && ok(Check.SIGNATURES)
                && ok(Check.INCLUSION)
                && ok(Check.CHECKPOINT);
    }

    private boolean ok(Check check) {
        return steps.containsKey(check) && steps.get(check).ok();
    }

    private void set(Step step) {
        steps.put(step.check(), step);
    }

    private static String counted(int entries) {
        return entries == 1 ? "1 entry" : entries + " entries";
    }

    private static Optional<Charter> sound(byte[] text) {
        return CharterParser.parse(text) instanceof CharterParse.Sound sound
                ? Optional.of(sound.charter())
                : Optional.empty();
    }

    private Report report() {
        List<Step> all = new ArrayList<>(steps.values());
        Optional<Charter> established = ok(Check.CHARTER) ? governing : Optional.empty();
        return new Report(
                pinned,
                all,
                Verdicts.of(all, result, established),
                result,
                established,
                bundle.map(UnverifiedBundle::checkpoint));
    }
}
