package org.demarche.conformance;

import static org.demarche.conformance.Teller.DAY;
import static org.demarche.conformance.Teller.HOUR;
import static org.demarche.conformance.Teller.MINUTE;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.demarche.charter.Predecessor;
import org.demarche.copy.CopyDigest;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieLog;
import org.demarche.lies.Says;

/** The end of a log, and the charter of the next one, which names it. */
final class EndVectors {
    private static final String READ = "charter/read";
    private static final String REPLAY = "fold/replay";
    private static final String PREDECESSOR = "charter/predecessor";

    private final Vectors vectors;
    private final LieCharter plain = LieCharter.plain();
    private final LieCharter last = plain.closing();
    private final List<byte[]> old = closed().entries();
    private final Predecessor named = named(old);

    private EndVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        EndVectors told = new EndVectors(vectors);
        told.texts();
        told.tables();
        told.successions();
        told.closes();
        told.refused();
        told.copies();
    }

    // Texts

    private void texts() {
        ends("neither", "A first version that follows no log", plain);
        ends("final", "A version that closes the log", last);
        ends("predecessor", "A first version that follows another log", next(named));
        ends(
                "predecessor-inline",
                "The table may be written in one line",
                next(
                        named,
                        t -> "predecessor = { "
                                + t.replace("[predecessor]\n", "").trim().replace("\n", ", ") + " }\n"));
        bad("final-in-version-1", "The first version closes nothing", ruled("final = true\n"));
        bad("final-false", "final is true, or left out", last.with("final    = true", "final    = false"));
        bad("final-as-a-text", "final is no text", last.with("final    = true", "final    = \"true\""));
        bad("final-as-a-number", "final is no number", last.with("final    = true", "final    = 1"));
    }

    private void tables() {
        bad("predecessor-as-a-number", "predecessor is a table", ruled("predecessor = 1\n"));
        bad(
                "predecessor-in-version-2",
                "Only the first version follows another log",
                plain.successor().with(LieLog.ORIGIN, "lies.example/next").with("[log]\n", named.text() + "\n[log]\n"));
        table(
                "of-the-same-origin",
                "An origin is the name of one log for ever",
                t -> t.replace(LieLog.ORIGIN, "lies.example/next"));
        table("with-a-blank-in-its-origin", "An origin has no blank", t -> t.replace("/plan", "/ plan"));
        table("with-a-plus-in-its-origin", "An origin has no plus sign", t -> t.replace("/plan", "/+plan"));
        table("with-an-unknown-key", "Unknown keys are refused", t -> t + "keys = 1\n");
        for (String key : new String[] {"origin", "charter", "size", "root", "entries"}) {
            table("without-" + key, "All five keys are there", t -> t.replaceFirst("(?m)^" + key + " .*\n", ""));
        }
        table("of-no-entry", "It has at least entry 0", t -> t.replaceFirst("size    = [0-9]+", "size    = 0"));
        table("size-below-zero", "It has at least entry 0", t -> t.replaceFirst("size    = [0-9]+", "size    = -1"));
        table("size-as-a-text", "The size is a number", t -> t.replaceFirst("size    = ([0-9]+)", "size    = \"$1\""));
        table("root-of-31-bytes", "The root is a fingerprint", t -> t.replaceFirst("(root .*)..\"", "$1\""));
        table(
                "root-as-sha-512",
                "The root is one of SHA-256",
                t -> t.replace("root    = \"sha256", "root    = \"sha512"));
        table("entries-of-63-bytes", "entries has 128 digits", t -> t.replaceFirst("(entries .*)..\"", "$1\""));
        table("entries-as-sha-256", "entries is one of SHA-512", t -> t.replace("sha512:", "sha256:"));
        table(
                "entries-in-capitals",
                "Digits are lower-case",
                t -> t.replace(named.entries().hex(), named.entries().hex().toUpperCase(java.util.Locale.ROOT)));
        table(
                "charter-without-its-prefix",
                "A fingerprint names its hash",
                t -> t.replace("charter = \"sha256:", "charter = \""));
    }

    private void successions() {
        succession("by-a-final-version", "A version that closes the log may follow", plain, last);
        LieCharter first = next(named);
        succession(
                "of-one-with-a-predecessor",
                "Only the first version names another log",
                first,
                first.successor().with(named.text() + "\n", ""));
    }

    // Logs that are closed

    /** UA and GB have joined; tier 1 is active, tier 2 is proposed; UA closes the log. */
    private static Teller closing() {
        Teller told = Teller.adopted(LieCharter.plain()).at(10 * MINUTE);
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.say("UA/watch", Says.propose(incident, 2));
        LieCharter last = LieCharter.plain().closing();
        told.at(HOUR).say("UA/root", Teller.text(last));
        told.log().assent("UA/root", last);
        told.log().under(last);
        return told;
    }

    private static Teller closed() {
        Teller told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.say("UA/watch", Says.message("Good morning"));
        told.say("UA/root", Teller.text(LieCharter.plain().closing()));
        told.log().assent("UA/root", LieCharter.plain().closing());
        return told;
    }

    /** The incident that {@link #closing} tells of. */
    private static Sha256 incident(Teller told) {
        return told.log().id(4);
    }

    private void closes() {
        story("closed", "Every incident is closed as it stands, and what is open lapses", closing());
        Teller told = closing();
        told.at(2 * DAY).log().mark(incident(told));
        story("closed-and-marked", "Of an incident that the end has moved one more entry is taken", told);
        told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.say("UA/root", Teller.text(last));
        told.say("UA/watch", Says.message("Still open"));
        story("final-version-that-is-a-draft", "Posted, and not adopted, it closes nothing", told);
        told = Teller.byUa(plain).at(10 * MINUTE);
        told.report();
        told.at(400 * DAY).say("UA/root", Teller.text(last));
        told.log().assent("UA/root", last);
        story("closed-after-expiry", "A log whose charter has expired can still be closed", told);
        LieCharter pair = LieCharter.pair();
        told = Teller.adopted(pair).at(10 * MINUTE);
        told.say("UA/root", Teller.text(pair.closing()));
        told.log().assent("UA/root", pair.closing());
        told.say("UA/watch", Says.message("Still open"));
        told.log().assent("GB/root", pair.closing());
        story("closed-by-the-last-assent", "Until the rule holds the log is open", told);
    }

    private void refused() {
        Teller told = closing();
        told.say("UA/watch", Says.message("One more thing"));
        refused("a-message-in-a-closed-log", "Under a final version every notice is refused", told);
        told = closing();
        told.say("UA/watch", Says.report());
        refused("a-report-in-a-closed-log", "No incident is opened any more", told);
        told = closing();
        told.say("UA/watch", Says.concur(incident(told), told.log().id(7)));
        refused("a-position-in-a-closed-log", "What was proposed has lapsed", told);
        told = closing();
        told.govern("UA/root", Teller.ends("UA/watch"));
        refused("a-key-change-in-a-closed-log", "Keys are in force no more", told);
        told = closing();
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        refused("a-compromise-in-a-closed-log", "Nothing more is said, of keys neither", told);
        told = closing();
        told.log().assent("GB/root", last);
        refused("an-assent-in-a-closed-log", "Who comes too late for the last assent", told);
        told = closing();
        told.say("UA/root", Teller.text(third()));
        refused("a-text-in-a-closed-log", "No version follows a final one", told);
        told = closing();
        told.log().assent("UA/root", third());
        refused("an-assent-to-a-version-behind-the-final-one", "No version follows a final one", told);
        told = closing();
        told.log().mark(incident(told));
        told.at(2 * DAY).log().mark(incident(told));
        refused("a-second-mark-in-a-closed-log", "Nothing moves any more", told);
        LieCharter brief = plain.with("\"30d\"", "\"1d\"");
        told = Teller.byUa(brief).at(10 * MINUTE);
        told.report();
        Sha256 early = told.log().id(2);
        told.at(2 * DAY).log().mark(early);
        told.say("UA/root", Teller.text(brief.closing()));
        told.log().assent("UA/root", brief.closing());
        told.log().mark(early);
        refused("a-mark-of-what-the-end-did-not-move", "The incident was closed before", told);
        told = Teller.byUa(plain).at(10 * MINUTE);
        told.say("UA/root", Teller.text(last.with("final    = true", "final    = false")));
        refused("a-text-that-says-final-is-false", "A successor is a charter", told);
    }

    /** What version 3 would be. */
    private LieCharter third() {
        return plain.with(
                "version  = 1\nprevious = \"\"",
                "version  = 3\nprevious = \"" + last.hash().fingerprint() + "\"");
    }

    // The log before

    private void copies() {
        vectors.accept(
                PREDECESSOR, "predecessor-is-that-log", "Root, size and SHA-512 are that log's", asked(next(named)));
        List<byte[]> beginning = old.subList(0, 3);
        vectors.accept(
                PREDECESSOR,
                "predecessor-that-was-lost",
                "A log that was not closed is named as far as it is known",
                new Given().bytes("text", next(named(beginning)).bytes()).byteStrings("entries", beginning));
        another("of-no-predecessor", "The charter follows no log", asked(plain));
        another(
                "with-another-size",
                "The size is another",
                asked(next(with(named.root(), named.size() + 1, named.entries()))));
        another(
                "with-another-root",
                "The root is another",
                asked(next(with(Sha256.of(), named.size(), named.entries()))));
        another(
                "with-sha-512-of-nothing",
                "The SHA-512 is another",
                asked(next(with(named.root(), named.size(), Sha512.of(Sha512.digest())))));
        another(
                "with-sha-512-of-the-bare-entries",
                "In a copy a line and the lengths stand before the entries",
                asked(next(with(named.root(), named.size(), bare(old, false)))));
        another(
                "with-sha-512-without-the-first-line",
                "A copy begins with DEMLOG1",
                asked(next(with(named.root(), named.size(), bare(old, true)))));
        another(
                "with-another-charter",
                "The log began with another text",
                asked(next(new Predecessor(named.origin(), last.hash(), named.size(), named.root(), named.entries()))));
        another(
                "with-another-origin",
                "The log has another name",
                asked(next(new Predecessor(
                        "lies.example/other", named.charter(), named.size(), named.root(), named.entries()))));
        Given asked = asked(next(named));
        another("and-a-copy-cut-short", "The last entry is missing", entries(asked, old.subList(0, old.size() - 1)));
        List<byte[]> more = new ArrayList<>(old);
        more.add(old.get(old.size() - 1));
        another("and-a-copy-with-more", "The copy has an entry more", entries(asked, more));
        List<byte[]> swapped = new ArrayList<>(old);
        Collections.swap(swapped, 2, 3);
        another("and-a-copy-reordered", "Two entries have changed places", entries(asked, swapped));
        another(
                "and-a-copy-of-another-log",
                "The copy begins with another charter",
                entries(asked, Teller.byUa(LieCharter.pair()).entries()));
        another("and-an-empty-copy", "The copy has no entry", entries(asked, List.of()));
    }

    private static Predecessor named(List<byte[]> entries) {
        CopyDigest copy = new CopyDigest();
        entries.forEach(copy::add);
        return copy.end(LieLog.ORIGIN, LieCharter.plain().hash());
    }

    private Predecessor with(Sha256 root, long size, Sha512 entries) {
        return new Predecessor(named.origin(), named.charter(), size, root, entries);
    }

    /** What somebody takes for the SHA-512 who has read too fast. */
    private static Sha512 bare(List<byte[]> entries, boolean lengths) {
        MessageDigest digest = Sha512.digest();
        for (byte[] entry : entries) {
            if (lengths) {
                digest.update(java.nio.ByteBuffer.allocate(Integer.BYTES)
                        .putInt(entry.length)
                        .array());
            }
            digest.update(entry);
        }
        return Sha512.of(digest);
    }

    private static LieCharter next(Predecessor old) {
        return next(old, t -> t);
    }

    /** The charter of a log that follows {@code old}, with its table changed. */
    private static LieCharter next(Predecessor old, UnaryOperator<String> change) {
        return LieCharter.plain()
                .with(LieLog.ORIGIN, "lies.example/next")
                .with("[log]\n", change.apply(old.text()) + "\n[log]\n");
    }

    private LieCharter ruled(String line) {
        return plain.with("rules    = 1\n", "rules    = 1\n" + line);
    }

    private Given asked(LieCharter text) {
        return new Given().bytes("text", text.bytes()).byteStrings("entries", old);
    }

    private static Given entries(Given given, List<byte[]> entries) {
        return given.but(
                "entries",
                entries.stream().map(java.util.HexFormat.of()::formatHex).toList());
    }

    private void another(String mutation, String about, Given given) {
        vectors.refuse(PREDECESSOR, "predecessor-" + mutation, about, given);
    }

    private void ends(String mutation, String about, LieCharter text) {
        vectors.accept("charter/ends", "ends-" + mutation, about, new Given().bytes("text", text.bytes()));
    }

    private void bad(String mutation, String about, LieCharter text) {
        vectors.refuse(
                READ, mutation, about, new Given().bytes("text", text.text().getBytes(StandardCharsets.UTF_8)));
    }

    private void table(String mutation, String about, UnaryOperator<String> change) {
        LieCharter text = next(named, change);
        if (text.equals(next(named))) {
            throw new AssertionError("nothing was changed: " + mutation);
        }
        bad("predecessor-" + mutation, about, text);
    }

    private void succession(String mutation, String about, LieCharter text, LieCharter next) {
        vectors.accept(
                "charter/succession",
                "succession-" + mutation,
                about,
                new Given().bytes("text", text.bytes()).bytes("next", next.bytes()));
    }

    private void story(String name, String about, Teller told) {
        vectors.accept(REPLAY, name, about, told.given());
    }

    private void refused(String name, String about, Teller told) {
        vectors.refuse(REPLAY, "entry-" + name, about, told.given());
    }
}
