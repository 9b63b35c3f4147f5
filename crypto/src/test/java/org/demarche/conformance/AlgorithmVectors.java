package org.demarche.conformance;

import java.nio.charset.StandardCharsets;

/** What readers write of algorithms. */
final class AlgorithmVectors {
    private static final String ALGORITHMS = "renewal/algorithms";
    private static final String INSTANT = "2046-01-01T00:00:00Z";
    private static final String TWO = """
            # after the reports of 2045
            [[algorithm]]
            name = "SHA-256"
            trusted_until = 2046-01-01T00:00:00Z

            [[algorithm]]
            trusted_until = 2041-06-30T12:00:00.5Z
            name = 'Ed25519'
            """;
    private static final String ONE = entry("RSA", INSTANT);

    private final Vectors vectors;

    private AlgorithmVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        AlgorithmVectors told = new AlgorithmVectors(vectors);
        told.sound();
        told.refused();
        told.instants();
    }

    private static String entry(String name, String until) {
        return "[[algorithm]]\nname = \"" + name + "\"\ntrusted_until = " + until + "\n";
    }

    private void sound() {
        accept("two", "Two algorithms, with a comment, in any order of keys", TWO);
        StringBuilder all = new StringBuilder();
        for (String name : new String[] {
            "Ed25519",
            "ML-DSA-44",
            "ML-DSA-65",
            "ML-DSA-87",
            "ECDSA",
            "RSA",
            "SHA-256",
            "SHA-384",
            "SHA-512",
            "SHA3-256",
            "SHA3-384",
            "SHA3-512"
        }) {
            all.append(entry(name, INSTANT));
        }
        accept("twelve", "Every name that there is", all.toString());
        accept(
                "in-one-line",
                "Tables may be written inline",
                "algorithm = [{ name = \"RSA\", trusted_until = " + INSTANT + " }]\n");
        accept("in-1970", "The first year", entry("RSA", "1970-01-01T00:00:00Z"));
        accept("in-9999", "The last year", entry("RSA", "9999-12-31T23:59:59.999Z"));
        accept("at-offset-minus-zero", "The offset zero, with a minus", entry("RSA", "2046-01-01T00:00:00-00:00"));
        accept("of-16384-bytes", "The longest text", ONE + "#".repeat(16_384 - ONE.length()));
    }

    private void refused() {
        refuse("of-16385-bytes", "Longer than the longest text", ONE + "#".repeat(16_385 - ONE.length()));
        refuse("of-no-byte", "There is an algorithm", "");
        refuse("of-a-comment", "There is an algorithm", "# nothing has fallen\n");
        refuse("of-no-table", "There is an algorithm", "algorithm = []\n");
        refuse("as-one-table", "It is a list of tables", ONE.replace("[[algorithm]]", "[algorithm]"));
        refuse("that-are-numbers", "An algorithm is a table", "algorithm = [1]\n");
        refuse("that-is-no-toml", "A bracket is missing", ONE.replace("]]", "]"));
        refuse("with-a-name-twice", "No name stands twice", ONE + entry("RSA", "2050-01-01T00:00:00Z"));
        refuse("with-a-key-twice", "No key stands twice", ONE + "name = \"RSA\"\n");
        refuse("with-an-unknown-name", "There is no such algorithm here", entry("MD5", INSTANT));
        refuse("in-small-letters", "Names are written so", entry("sha-256", INSTANT));
        refuse("without-hyphens", "Names are written so", entry("SHA256", INSTANT));
        refuse("without-a-name", "name is there", ONE.replace("name = \"RSA\"\n", ""));
        refuse("without-an-instant", "trusted_until is there", ONE.replaceFirst("trusted_until.*\n", ""));
        refuse("with-an-unknown-key", "Nothing else stands in a table", ONE + "since = 3\n");
        refuse("with-a-title", "Nothing else stands beside the tables", "title = \"mine\"\n" + ONE);
        byte[] text = ONE.replace("RSA", "RS\u00c4").getBytes(StandardCharsets.ISO_8859_1);
        vectors.refuse(ALGORITHMS, "algorithms-in-latin-1", "It is UTF-8", new Given().bytes("text", text));
    }

    private void instants() {
        refuse("until-a-text", "An instant is no text", entry("RSA", "\"" + INSTANT + "\""));
        refuse("until-a-number", "An instant is no number", entry("RSA", "2046"));
        refuse("until-a-date", "A date is no instant", entry("RSA", "2046-01-01"));
        refuse("until-a-local-time", "An instant has the offset zero", entry("RSA", "2046-01-01T00:00:00"));
        refuse(
                "until-a-time-of-another-offset",
                "An instant has the offset zero",
                entry("RSA", "2046-01-01T02:00:00+02:00"));
        refuse("until-a-microsecond", "An instant has whole milliseconds", entry("RSA", "2046-01-01T00:00:00.000001Z"));
        refuse("until-1969", "Years from 1970 on", entry("RSA", "1969-12-31T23:59:59Z"));
        refuse("until-the-second-60", "There are no leap seconds", entry("RSA", "2046-12-31T23:59:60Z"));
        refuse("until-the-30th-of-february", "There is no such day", entry("RSA", "2046-02-30T00:00:00Z"));
        refuse("until-an-instant-in-small-letters", "T and Z are capitals", entry("RSA", "2046-01-01t00:00:00z"));
    }

    private void accept(String mutation, String about, String text) {
        vectors.accept(ALGORITHMS, "algorithms-" + mutation, about, given(text));
    }

    private void refuse(String mutation, String about, String text) {
        vectors.refuse(ALGORITHMS, "algorithms-" + mutation, about, given(text));
    }

    private static Given given(String text) {
        return new Given().bytes("text", text.getBytes(StandardCharsets.UTF_8));
    }
}
