package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.escalation.Clock;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;

/** A file under examination: what it brings, the steps that have been taken, and the facts that several steps ask for, each established once. */
final class Dossier {
    /** Why a step is not asked if it builds on what came before. */
    static final String BUILDS_ON = "says nothing before steps 1 to 5 are ok";

    private static final String NOT_READABLE = "the file cannot be read";

    private static final SignatureVerifier TRUSTING = new SignatureVerifier() {
        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            return true;
        }

        @Override
        public String name() {
            return "trusting";
        }
    };

    private final byte[] file;
    private final Reader reader;
    private final SignatureVerifier verifier;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable UnverifiedBundle bundle;

    private final Once<Optional<Charter>> genesis =
            new Once<>(() -> bundle().genesis().flatMap(t -> sound(t.toByteArray())));
    private final Once<Signatures> signatures = new Once<>(() -> Signatures.check(bundle(), verifier()));
    private final Once<Optional<String>> broken = new Once<>(() -> Chains.brokenAt(bundle()));
    private final Once<Optional<ClaimedEntry>> stranger = new Once<>(() -> InclusionStep.notIncluded(bundle()));
    private final Once<Optional<Replay>> replay = new Once<>(this::replayIfWorthIt);
    private final Once<Optional<Charter>> governing = new Once<>(this::findGoverning);
    private final Once<Optional<Heads>> heads = new Once<>(this::openHeads);
    private final Once<Optional<Durability>> durability = new Once<>(this::weighDurability);
    private final Once<Optional<Stamped>> stamped = new Once<>(this::readTimestamps);
    private final Once<Optional<Result>> result = new Once<>(this::readResult);

    /** @param verifier asked more than once about the same signature */
    Dossier(byte[] file, Reader reader, SignatureVerifier verifier) {
        this.file = file;
        this.reader = reader;
        this.verifier = new RememberingVerifier(verifier);
    }

    /**
     * The starts of the clock that the result of an own bundle rests on, of which the parties' signatures are taken for granted; none if its charter asks for no
     * witness.
     */
    static Set<Clock> clocksOf(byte[] own) {
        Sha256 genesis;
        try {
            genesis = Sha256.of(UnverifiedBundle.parse(own)
                    .genesis()
                    .orElse(ByteString.EMPTY)
                    .toByteArray());
        } catch (RefusedException e) {
            return Set.of();
        }
        Dossier file = new Dossier(own, Reader.trusting(genesis), TRUSTING);
        boolean witnessed =
                file.examine().charter().filter(c -> c.witnessed().isPresent()).isPresent();
        return witnessed ? file.clocks() : Set.of();
    }

    /** Takes the ten steps in their order. */
    Report examine() {
        for (Check check : Check.values()) {
            steps.add(
                    check == Check.READABLE || bundle != null ? check.take(this) : Step.notAsked(check, NOT_READABLE));
        }
        return report();
    }

    private Report report() {
        Optional<Charter> established = ok(Check.CHARTER) ? governing() : Optional.empty();
        Optional<Result> proven = ok(Check.RESULT) ? result() : Optional.empty();
        return Report.of(
                pinned(),
                steps,
                proven,
                established,
                Optional.ofNullable(bundle).map(UnverifiedBundle::checkpoint),
                ok(Check.TIME) ? bounds() : Optional.empty(),
                durability(),
                ok(Check.RESULT) ? doubts() : List.of());
    }

    /** The report on a file of another kind. */
    static Report rejected(String sentence, Sha256 pinned) {
        List<Step> steps = new ArrayList<>();
        for (Check check : Check.values()) {
            steps.add(
                    check == Check.READABLE
                            ? Step.failed(check, Code.UNREADABLE, sentence)
                            : Step.notAsked(check, NOT_READABLE));
        }
        return Report.of(
                pinned,
                steps,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    // What is given

    byte[] file() {
        return file;
    }

    Sha256 pinned() {
        return reader.pinned();
    }

    /** What the reader brings. */
    Reader reader() {
        return reader;
    }

    /** Verifies each signature once. */
    SignatureVerifier verifier() {
        return verifier;
    }

    // What has been found out

    /** Step 1 could read the file. */
    void readAs(UnverifiedBundle read) {
        bundle = read;
    }

    /** What the file brings; there once step 1 is ok. */
    UnverifiedBundle bundle() {
        if (bundle == null) {
            throw new IllegalStateException("the file could not be read, so no step after the first is asked");
        }
        return bundle;
    }

    /** The steps so far. */
    List<Step> steps() {
        return steps;
    }

    /** Whether a step that has been taken is ok. */
    boolean ok(Check check) {
        return check.ordinal() < steps.size() && steps.get(check.ordinal()).ok();
    }

    /** Whether steps 1 to 5 are ok: only then may anything be said against the log. */
    boolean sound() {
        return ok(Check.READABLE)
                && ok(Check.CHARTER)
                && ok(Check.SIGNATURES)
                && ok(Check.INCLUSION)
                && ok(Check.CHECKPOINT);
    }

    /** Charter version 1, if the file brings it and it can be read. */
    Optional<Charter> genesis() {
        return genesis.get();
    }

    /** Whether the signatures are true. */
    Signatures signatures() {
        return signatures.get();
    }

    /** Where a chain is broken, in one sentence. */
    Optional<String> broken() {
        return broken.get();
    }

    /** The first entry that is not in the checkpoint's log. */
    Optional<ClaimedEntry> stranger() {
        return stranger.get();
    }

    /** The entries applied anew; empty: they are not worth it, since the charters, a signature, a chain or an inclusion proof fail. */
    Optional<Replay> replay() {
        return replay.get();
    }

    /** The charter that governs the entry that is proven; empty: it cannot be told. */
    Optional<Charter> governing() {
        return governing.get();
    }

    /** The heads; empty: which keys may sign them cannot be told. */
    Optional<Heads> heads() {
        return heads.get();
    }

    /** Until when the file is good; empty: the reader has no present, or steps 1 to 5 are not ok. */
    Optional<Durability> durability() {
        return sound() ? durability.get() : Optional.empty();
    }

    /** What the time authorities say of the head; empty: its charter names none, or cannot be told. */
    Optional<Stamped> stamped() {
        return stamped.get();
    }

    /** Between which times all of it came about; empty: nobody but the hub says so, or steps 1 to 5 are not ok. */
    Optional<TimeBounds> bounds() {
        return sound() && heads().orElse(null) instanceof Heads.Signed signed
                ? TimeBounds.of(bundle(), signed.proven(), stamped())
                : Optional.empty();
    }

    /** What the last entry brings; empty: it is not proven. */
    Optional<Result> result() {
        return result.get();
    }

    /** The starts of the clock that the result rests on. A stand-down rests on the activation before it. */
    Set<Clock> clocks() {
        return result()
                .filter(r -> r instanceof Result.Tiers)
                .map(r -> ((Result.Tiers) r).moves())
                .orElse(List.of())
                .stream()
                .flatMap(m -> replay().orElseThrow().clocks(m.tier()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The notices that are doubtful by what the file itself brings. */
    List<Doubtful> doubts() {
        return replay().map(Doubts::of).orElse(List.of());
    }

    private Optional<Replay> replayIfWorthIt() {
        return ok(Check.CHARTER)
                        && signatures().falsehood().isEmpty()
                        && broken().isEmpty()
                        && stranger().isEmpty()
                ? Optional.of(Replay.of(bundle(), verifier))
                : Optional.empty();
    }

    private Optional<Charter> findGoverning() {
        return replay().map(r -> r.governance().charter())
                .or(() -> ok(Check.CHARTER) && bundle().texts().isEmpty() ? genesis() : Optional.empty());
    }

    private Optional<Heads> openHeads() {
        return governing()
                .map(c -> Heads.open(
                        bundle(),
                        c,
                        size -> replay().map(r -> r.charterAt(size - 1)).orElse(c)));
    }

    private Optional<Durability> weighDurability() {
        return reader.at().map(at -> Renewal.of(this, at));
    }

    private Optional<Stamped> readTimestamps() {
        return heads().orElse(null) instanceof Heads.Signed signed
                ? Stamped.of(bundle(), signed.proven().charter())
                : Optional.empty();
    }

    private Optional<Result> readResult() {
        boolean whole = Chains.timeDecreasesAt(bundle()).isEmpty();
        return sound() && whole ? replay().filter(r -> r.stop().isEmpty()).map(ResultReader::read) : Optional.empty();
    }

    private static Optional<Charter> sound(byte[] text) {
        return CharterParser.parse(text) instanceof CharterParse.Sound sound
                ? Optional.of(sound.charter())
                : Optional.empty();
    }
}
