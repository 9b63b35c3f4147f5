package org.demarche.misbehaviour;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.evidence.Step;
import org.demarche.evidence.Verdict;
import org.demarche.evidence.VerdictClass;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.MisbehaviourFile.LieCase;
import org.demarche.refusal.RefusedException;
import org.demarche.witness.Cosigned;
import org.jspecify.annotations.Nullable;

/** A file under examination. Each step builds on those before it: behind one that is not ok nothing is asked. */
final class Examination {
    private final byte[] bytes;
    private final Sha256 pinned;
    private final SignatureVerifier verifier;
    private final List<Step> steps = new ArrayList<>();
    private @Nullable UnverifiedMisbehaviour read;
    private @Nullable Account account;
    private Optional<Conviction> conviction = Optional.empty();

    Examination(byte[] bytes, Sha256 pinned, SignatureVerifier verifier) {
        this.bytes = bytes;
        this.pinned = pinned;
        this.verifier = verifier;
    }

    Report report() {
        for (Check check : Check.values()) {
            steps.add(
                    steps.stream().allMatch(Step::ok)
                            ? take(check)
                            : Step.notAsked(check, "says nothing before the steps above are ok"));
        }
        Optional<Charter> charter =
                steps.get(Check.WORD.ordinal()).ok() ? Optional.of(charterOf(file().word())) : Optional.empty();
        return new Report(pinned, steps, verdict(), conviction, charter);
    }

    private Step take(Check check) {
        return switch (check) {
            case READABLE -> readable();
            case CHARTER -> charter();
            case INCLUSION -> inclusion();
            case GOVERNANCE -> governance();
            case WORD -> word();
            case LIE -> lie();
        };
    }

    // The steps

    private Step readable() {
        if (bytes.length > MisbehaviourVerification.MAX_BYTES) {
            return unreadable("the file is larger than 64 MiB; no such file is");
        }
        OptionalLong version = UnverifiedMisbehaviour.FORMAT.version(bytes);
        if (version.isEmpty()) {
            return unreadable("not a misbehaviour file");
        }
        if (version.getAsLong() != UnverifiedMisbehaviour.FORMAT.version()) {
            return Step.failed(
                    Check.READABLE,
                    Code.UNKNOWN_VERSION,
                    "a misbehaviour file of version " + version.getAsLong() + "; this program knows version 1");
        }
        try {
            read = UnverifiedMisbehaviour.parse(bytes);
            return Step.ok(
                    Check.READABLE,
                    "a misbehaviour file, version 1, that says: "
                            + name(file().lie()).replace('_', ' '));
        } catch (RefusedException e) {
            return unreadable("not a sound misbehaviour file: " + e.refusal().sentence());
        }
    }

    private Step charter() {
        Optional<ByteString> text = file().genesis();
        if (text.isEmpty()) {
            return otherCharter("the file does not bring the charter with which its log begins");
        }
        Sha256 hash = Sha256.of(text.get().toByteArray());
        if (!hash.equals(pinned)) {
            return otherCharter("the log begins with charter " + hash.brief() + "…; you trust " + pinned.brief() + "…");
        }
        if (!(CharterParser.parse(text.get().toByteArray()) instanceof CharterParse.Sound sound)) {
            return otherCharter("the text that you trust is not a charter that this program can read");
        }
        return file().texts().missing().stream()
                .findFirst()
                .map(m -> otherCharter("the text of charter " + m.brief()
                        + "…, to which a party assented, is missing; it may have been adopted"))
                .orElseGet(() -> Step.ok(
                        Check.CHARTER,
                        "the log begins with the charter that you trust, \""
                                + sound.charter().title() + "\""));
    }

    private Step inclusion() {
        long size = file().head().size();
        if (file().whole()) {
            Frontier frontier = new Frontier();
            file().log().forEach(e -> frontier.append(e.leaf()));
            return frontier.head().equals(file().head())
                    ? Step.ok(Check.INCLUSION, "all " + size + " entries under the head are there")
                    : Step.failed(Check.INCLUSION, Code.NOT_INCLUDED, "the entries are not all those under the head");
        }
        Optional<ClaimedEntry> stranger = file().brought().stream()
                .filter(e -> !ProofCheck.inclusion(e.index(), e.leaf(), e.inclusion(), file().head()))
                .findFirst();
        return stranger.map(e -> Step.failed(
                        Check.INCLUSION,
                        Code.NOT_INCLUDED,
                        "entry " + e.index() + " is not in the log of the head (size " + size + ")"))
                .orElseGet(() -> Step.ok(
                        Check.INCLUSION,
                        file().brought().size() + " of " + size + " entries are there, each under the head"));
    }

    private Step governance() {
        Optional<String> mixed = takesChains() ? EntryCheck.notOneChain(file()) : Optional.empty();
        if (mixed.isPresent()) {
            return Step.failed(Check.GOVERNANCE, Code.NOT_INCLUDED, mixed.get());
        }
        account = Account.of(file(), verifier);
        Optional<Account.Stop> stop = account().stop();
        if (stop.isPresent() && (account().taken() == 0 || !mayStop(stop.get()))) {
            return Step.failed(
                    Check.GOVERNANCE,
                    code(stop.get()),
                    "entry " + stop.get().entry().index() + ": "
                            + stop.get().refusal().sentence());
        }
        Charter charter = charterOf(file().word());
        return Step.ok(
                Check.GOVERNANCE,
                counted(account().taken()) + ", signed by who may sign, give that charter version " + charter.version()
                        + " governs behind the head");
    }

    /** Whether the entry at which the account ends is the one that the lie is about. */
    private boolean mayStop(Account.Stop stop) {
        return file().lie() == LieCase.REFUSED_ENTRY
                && (file().whole()
                        || stop.entry()
                                == file().entries()
                                        .get(file().entries().size() - 1)
                                        .entry());
    }

    private boolean takesChains() {
        return switch (file().lie()) {
            case REFUSED_ENTRY, UNJUSTIFIED_REFUSAL, FALSE_STATE -> true;
            default -> false;
        };
    }

    private static Code code(Account.Stop stop) {
        return switch (stop.refusal().reason()) {
            case SIGNATURE_INVALID -> Code.SIGNATURE;
            case KEY_UNKNOWN, PARTY_UNKNOWN, NOT_ENTITLED -> Code.NOT_ENTITLED;
            default -> Code.NOT_INCLUDED;
        };
    }

    private Step word() {
        List<LogWord> words = new ArrayList<>();
        words.add(file().word());
        file().other().ifPresent(words::add);
        for (LogWord word : words) {
            Charter charter = charterOf(word);
            Optional<LogPublicKey> key = keyOf(charter);
            if (key.isEmpty()) {
                return unsigned(word, "the file does not bring the log's public keys that the charter names");
            }
            if (!word.origin().equals(charter.log().origin())) {
                return unsigned(
                        word, "it is of another log than " + charter.log().origin());
            }
            if (!word.signedBy(key.get())) {
                return unsigned(word, "the log's keys have not both signed it");
            }
        }
        return Step.ok(
                Check.WORD,
                "the log " + file().word().origin() + " signed "
                        + String.join(
                                " and ", words.stream().map(LogWord::title).toList()) + ", with both its keys");
    }

    private Step lie() {
        Finding finding = switch (file().lie()) {
            case SPLIT_HISTORY -> SplitCheck.of(file());
            case BROKEN_CHAIN -> ChainCheck.of(file());
            case MISDATED_ENTRY -> DateCheck.of(file(), account(), cosigned());
            case REFUSED_ENTRY -> EntryCheck.of(file(), account());
            case UNJUSTIFIED_REFUSAL -> RefusalCheck.of(file(), account(), verifier);
            case FALSE_STATE -> StateCheck.of(file(), account());
            case LIE_NOT_SET -> throw new IllegalStateException("step 1 asks for a lie");
        };
        if (finding instanceof Finding.Shown shown) {
            String origin = file().word().origin();
            conviction =
                    Optional.of(new Conviction(shown.code(), name(file().lie()), origin, shown.what(), shown.since()));
            return Step.failed(Check.LIE, shown.code(), "the log " + shown.what());
        }
        return Step.failed(Check.LIE, Code.NOT_INCLUDED, "no lie is shown: " + ((Finding.NotShown) finding).why());
    }

    // What the steps ask for

    private Optional<Cosigned> cosigned() {
        Charter charter = charterOf(file().word());
        return keyOf(charter)
                .flatMap(k -> ((LogWord.OfHead) file().word()).open(k))
                .flatMap(h -> Cosigned.of(h, charter, file().witnessKeys()));
    }

    /** The charter whose keys may have signed it: the one that governs behind the last entry under the head that it names, as far as the file tells. */
    private Charter charterOf(LogWord word) {
        return account().charterBehind(word.head().size());
    }

    private Optional<LogPublicKey> keyOf(Charter charter) {
        return file().logKeys().stream()
                .filter(k -> charter.log().ed25519().equals(k.ed25519Id())
                        && charter.log().mlDsa44().equals(k.mlDsa44Id()))
                .findFirst();
    }

    private Verdict verdict() {
        Step decisive = steps.stream()
                .filter(s -> !s.ok())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the last step is never ok"));
        Code code = decisive.code().orElseThrow();
        String why = "step " + decisive.check().number() + ", " + decisive.sentence();
        if (code.verdictClass() == VerdictClass.DISPROVEN) {
            return new Verdict(
                    code,
                    "DISPROVEN: " + conviction.orElseThrow().origin() + " lied (" + why
                            + "). Keep this file: it convicts the log.");
        }
        return new Verdict(
                code,
                code.verdictClass() == VerdictClass.UNDECIDED
                        ? "UNDECIDED: " + why + "."
                        : "INVALID: this file proves nothing (" + why + ").");
    }

    private UnverifiedMisbehaviour file() {
        if (read == null) {
            throw new IllegalStateException("the file could not be read, so no step after the first is asked");
        }
        return read;
    }

    private Account account() {
        if (account == null) {
            throw new IllegalStateException("nothing was applied, so no step after the fourth is asked");
        }
        return account;
    }

    private static String counted(long entries) {
        return entries == 1 ? "1 entry" : entries + " entries";
    }

    private static String name(LieCase lie) {
        return lie.name().toLowerCase(Locale.ROOT);
    }

    private static Step unreadable(String sentence) {
        return Step.failed(Check.READABLE, Code.UNREADABLE, sentence);
    }

    private static Step otherCharter(String sentence) {
        return Step.undecided(Check.CHARTER, Code.OTHER_CHARTER, sentence);
    }

    private static Step unsigned(LogWord word, String why) {
        return Step.failed(Check.WORD, Code.SIGNATURE, word.title() + ": " + why);
    }
}
