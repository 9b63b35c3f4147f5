package org.demarche.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Tale;

/** Checkpoints: how they are written, and the log's two signatures. */
final class HeadVectors {
    private static final String PARSE = "checkpoint/parse";
    private static final String OPEN = "checkpoint/open";
    /** A signature by a key that nobody knows: four bytes of key id, and one more. */
    private static final String LINE = "— unknown.example/key AAAAAAE=\n";

    private static final String ROOT =
            Base64.getEncoder().encodeToString(Sha256.of(new byte[] {1}).bytes());
    private static final String TEXT = "log.example/plan\n20852163\n" + ROOT + "\n";

    private final Vectors vectors;

    private HeadVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        HeadVectors told = new HeadVectors(vectors);
        told.sound();
        told.texts();
        told.lines();
        told.signatures();
    }

    private void sound() {
        sound("note", "A checkpoint with one signature, by an unknown key", TEXT + "\n" + LINE);
        sound(
                "size-zero",
                "The empty tree",
                "log.example/plan\n0\n"
                        + Base64.getEncoder().encodeToString(Sha256.of().bytes()) + "\n\n" + LINE);
        sound(
                "size-2-to-the-63-minus-1",
                "The greatest size",
                "log.example/plan\n9223372036854775807\n" + ROOT + "\n\n" + LINE);
        sound(
                "origin-not-ascii",
                "The key name may be any UTF-8 without spaces and plus",
                "журнал.example\n1\n" + ROOT + "\n\n" + LINE);
        sound(
                "origin-of-255-bytes",
                "An origin has at most 255 bytes",
                TEXT.replace("log.example/plan", "o".repeat(255)) + "\n" + LINE);
        sound(
                "origin-with-a-delete",
                "Control characters are those below a space",
                TEXT.replace("plan", "pl\u007fan") + "\n" + LINE);
        sound(
                "name-of-256-bytes",
                "The name of a key that nobody knows may be of any length",
                TEXT + "\n" + LINE.replace("unknown.example/key", "k".repeat(256)));
        sound(
                "two-lines-of-one-name",
                "Two keys of one name",
                TEXT + "\n" + LINE + LINE.replace("AAAAAAE=", "AAAAAQE="));
        sound("signatures-128", "At most 128 signature lines", TEXT + "\n" + manyLines(128));
    }

    private void texts() {
        bad("size-with-a-leading-zero", "Decimal has no leading zeros", TEXT.replace("\n2", "\n02") + "\n" + LINE);
        bad("size-with-a-sign", "Decimal has no sign", TEXT.replace("\n2", "\n+2") + "\n" + LINE);
        bad("size-negative", "A size is not negative", TEXT.replace("\n2", "\n-2") + "\n" + LINE);
        bad(
                "size-2-to-the-63",
                "A size is at most 2^63 - 1",
                "log.example/plan\n9223372036854775808\n" + ROOT + "\n\n" + LINE);
        bad("size-empty", "There is no size", "log.example/plan\n\n" + ROOT + "\n\n" + LINE);
        bad("size-in-other-digits", "Decimal is of ASCII digits", "log.example/plan\n٢\n" + ROOT + "\n\n" + LINE);
        bad("size-with-a-space", "Nothing stands behind the size", TEXT.replace("163\n", "163 \n") + "\n" + LINE);
        bad(
                "size-zero-with-a-root",
                "The root of size 0 is that of the empty tree",
                "log.example/plan\n0\n" + ROOT + "\n\n" + LINE);
        bad(
                "root-of-31-bytes",
                "A root has 32 bytes",
                "log.example/plan\n1\n" + Base64.getEncoder().encodeToString(new byte[31]) + "\n\n" + LINE);
        bad("root-without-padding", "Base64 is padded", TEXT.replace("=", "") + "\n" + LINE);
        bad(
                "root-with-spare-bits",
                "The unused bits of base64 are zero",
                "log.example/plan\n1\n" + "A".repeat(42) + "B=" + "\n\n" + LINE);
        bad(
                "root-in-url-base64",
                "Base64 is the standard one",
                "log.example/plan\n1\n" + "_".repeat(42) + "8=" + "\n\n" + LINE);
        bad("root-missing", "There are two lines", "log.example/plan\n1\n\n" + LINE);
        bad("extension-line", "There are no further lines", TEXT + "more\n\n" + LINE);
        bad("text-with-a-blank-line", "The blank line that counts is the last", TEXT + "\nmore\n\n" + LINE);
        bad("origin-empty", "There is an origin", TEXT.replace("log.example/plan", "") + "\n" + LINE);
        bad("origin-with-a-space", "An origin has no space", TEXT.replace("/plan", " plan") + "\n" + LINE);
        bad(
                "origin-with-a-no-break-space",
                "An origin has no space of Unicode's",
                TEXT.replace("/plan", "\u00a0plan") + "\n" + LINE);
        bad(
                "origin-with-a-next-line",
                "U+0085 is a space of Unicode's",
                TEXT.replace("/plan", "\u0085plan") + "\n" + LINE);
        bad(
                "signature-name-with-a-plus",
                "A key name has no plus",
                TEXT + "\n" + LINE.replace("unknown.example", "unknown+example"));
        bad("origin-with-a-plus", "An origin has no plus", TEXT.replace("/plan", "+plan") + "\n" + LINE);
        bad(
                "origin-of-256-bytes",
                "A key name has at most 255 bytes",
                TEXT.replace("log.example/plan", "o".repeat(256)) + "\n" + LINE);
        bad("line-ends-cr-lf", "Lines end in LF", (TEXT + "\n" + LINE).replace("\n", "\r\n"));
        bad(
                "control-character",
                "A note has no control characters but line feeds",
                TEXT.replace("plan", "pl\tan") + "\n" + LINE);
    }

    private void lines() {
        bad("no-signature", "A note has at least one signature", TEXT + "\n");
        bad("no-blank-line", "A blank line stands before the signatures", TEXT + LINE);
        bad("hyphen-for-the-dash", "A signature line begins with an em dash", TEXT + "\n" + LINE.replace("—", "-"));
        bad("no-line-feed-at-the-end", "The last line ends too", TEXT + "\n" + LINE.strip());
        bad("text-behind-the-signatures", "Signatures come last", TEXT + "\n" + LINE + "more\n");
        bad("signature-without-a-name", "A signature has a key name", TEXT + "\n— AAAAAAE=\n");
        bad(
                "signature-with-two-spaces",
                "One space stands between name and signature",
                TEXT + "\n" + LINE.replace("key A", "key  A"));
        bad(
                "signature-of-four-bytes",
                "Behind the key id stands a signature",
                TEXT + "\n— unknown.example/key AAAAAA==\n");
        bad(
                "signature-with-spare-bits",
                "The unused bits of base64 are zero",
                TEXT + "\n— unknown.example/key AAAAAAF=\n");
        bad("signature-in-url-base64", "Base64 is the standard one", TEXT + "\n— unknown.example/key AAAA_-E=\n");
        bad("signature-without-padding", "Base64 is padded", TEXT + "\n— unknown.example/key AAAAAAE\n");
        bad("signature-twice", "No two lines have one key name and key id", TEXT + "\n" + LINE + LINE);
        bad(
                "signature-of-one-key-twice",
                "No two lines have one key name and key id, whatever they sign",
                TEXT + "\n" + LINE + LINE.replace("AAE=", "AAI="));
        bad("signatures-129", "At most 128 signature lines", TEXT + "\n" + manyLines(129));
        bad("empty", "There is nothing", "");
        vectors.refuse(
                PARSE,
                "parse-not-utf8",
                "A note is UTF-8",
                new Given()
                        .bytes(
                                "note",
                                (TEXT + "\n" + LINE)
                                        .replace("plan", "pl\u00ffan")
                                        .getBytes(StandardCharsets.ISO_8859_1)));
        bad("line-feed-behind-the-last", "Nothing stands behind the last line", TEXT + "\n" + LINE + "\n");
    }

    private void signatures() {
        Tale tale = Tale.plain();
        byte[] note = tale.log().checkpoint(6);
        String text = new String(note, StandardCharsets.UTF_8);
        LogPublicKey log = LieKeys.log("log").publicKey();
        LogPublicKey other = LieKeys.log("GB-w").publicKey();
        Given sound = new Given()
                .bytes("note", note)
                .text("origin", LieLog.ORIGIN)
                .bytes("ed25519", log.ed25519())
                .bytes("ml_dsa_44", log.mlDsa44());
        vectors.accept(OPEN, "open", "The checkpoint of the worked example", sound);
        List<String> lines = text.substring(text.indexOf("\n\n") + 2)
                .lines()
                .map(l -> l + "\n")
                .toList();
        String body = text.substring(0, text.indexOf("\n\n") + 2);
        vectors.accept(
                OPEN,
                "open-lines-changed-over",
                "The order of signatures is free",
                sound.but("note", utf8(body + lines.get(1) + lines.get(0))));
        vectors.accept(
                OPEN,
                "open-with-an-unknown-line",
                "Lines by unknown keys are ignored",
                sound.but("note", utf8(text + LINE)));
        vectors.accept(
                OPEN,
                "open-with-an-unknown-line-of-its-name",
                "A line with the log's name and an unknown key id is ignored",
                sound.but("note", utf8(text + "— " + LieLog.ORIGIN + " AAAAAAE=\n")));
        worse("ed25519-missing", "The Ed25519 signature is missing", sound.but("note", utf8(body + lines.get(1))));
        worse("ml-dsa-missing", "The ML-DSA signature is missing", sound.but("note", utf8(body + lines.get(0))));
        worse(
                "ed25519-changed",
                "A bit of the Ed25519 signature is another",
                sound.but("note", utf8(body + changed(lines.get(0), 20) + lines.get(1))));
        worse(
                "ml-dsa-changed",
                "A bit of the ML-DSA signature is another",
                sound.but("note", utf8(body + lines.get(0) + changed(lines.get(1), 20))));
        worse(
                "time-changed",
                "The time of the ML-DSA signature is another",
                sound.but("note", utf8(body + lines.get(0) + changed(lines.get(1), 11))));
        worse(
                "time-zero",
                "The time is zero",
                sound.but("note", utf8(body + lines.get(0) + changed(lines.get(1), 4, 12, (byte) 0))));
        worse(
                "ml-dsa-cut",
                "The ML-DSA signature is a byte short",
                sound.but("note", utf8(body + lines.get(0) + cut(lines.get(1)))));
        worse("size-changed", "The size is another", sound.but("note", utf8(text.replace("\n6\n", "\n7\n"))));
        worse("root-changed", "The root is another", sound.but("note", utf8(text.replace("SKaN", "SKaM"))));
        worse(
                "origin-changed",
                "The origin is another, and so are the names of the keys",
                sound.but("note", utf8(text.replace("lies.example", "lies.examplf"))));
        worse("origin-not-the-one-asked-for", "Another log is asked for", sound.but("origin", "lies.example/other"));
        worse("ed25519-of-another-key", "The Ed25519 key is another", sound.but("ed25519", other.ed25519()));
        worse("ml-dsa-of-another-key", "The ML-DSA key is another", sound.but("ml_dsa_44", other.mlDsa44()));
        byte[] older = tale.log().checkpoint(5);
        String olderText = new String(older, StandardCharsets.UTF_8);
        worse(
                "signatures-of-another-head",
                "The signatures are of another head",
                sound.but("note", utf8(body + olderText.substring(olderText.indexOf("\n\n") + 2))));
    }

    private static String manyLines(int count) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(LINE.replace("unknown", "unknown" + i));
        }
        return lines.toString();
    }

    private void sound(String mutation, String about, String note) {
        vectors.accept(PARSE, "parse-" + mutation, about, note(note));
    }

    private void bad(String mutation, String about, String note) {
        vectors.refuse(PARSE, "parse-" + mutation, about, note(note));
    }

    private void worse(String mutation, String about, Given input) {
        vectors.refuse(OPEN, "open-" + mutation, about, input);
    }

    private static Given note(String text) {
        return new Given().bytes("note", utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A signature line with a bit of one byte changed. */
    static String changed(String line, int at) {
        byte[] bytes = payload(line);
        bytes[at] ^= 1;
        return withPayload(line, bytes);
    }

    /** A signature line with some bytes set. */
    static String changed(String line, int from, int to, byte value) {
        byte[] bytes = payload(line);
        java.util.Arrays.fill(bytes, from, to, value);
        return withPayload(line, bytes);
    }

    private static String cut(String line) {
        byte[] bytes = payload(line);
        return withPayload(line, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    }

    private static byte[] payload(String line) {
        return Base64.getDecoder().decode(line.strip().substring(line.lastIndexOf(' ') + 1));
    }

    private static String withPayload(String line, byte[] payload) {
        return line.substring(0, line.lastIndexOf(' ') + 1)
                + Base64.getEncoder().encodeToString(payload) + "\n";
    }
}
