package org.demarche.lies;

import java.util.List;

/** The README of the folder. */
final class LieReadme {
    private static final String HEAD = """
            # Files that lie

            Each file here is an evidence bundle of the right form that says something false, named by what was done to it, or the true one that it was made from
            (`honest-…`). None was damaged by chance: what could be encoded, hashed and signed anew was, with the keys that the liar holds. `verify` must give the
            exit code that stands here, for the reason that stands here; a verifier of your own should do so too.

            ```
            verify FILE --charter CHARTER --expect RESULT
            ```

            `lies.tsv` has the same table for programs. The charters are what the reader trusts: version 1, in full. All of it is status `exercise`.

            **The keys are public** (`keys.tsv`: an Ed25519 seed and an ML-DSA seed for each name; parties' keys are ML-DSA-65, those of logs and witnesses ML-DSA-44).
            They are there so that the files can be made again byte for byte. Nothing real may ever trust one of them.

            To write the folder anew, from the root of the project (a test compares it with what is committed):

            ```
            mvn -q -pl proto,crypto test -Dtest=LieFolderTest -Dsurefire.failIfNoSpecifiedTests=false -Ddemarche.lies=src/test/resources/lies
            ```

            Exit codes 20 to 22 convict the log, so only files that took the log's own keys may get one. Exit 7: all that the file says is true, but it does not prove
            what it was made to prove. The step is that of `verify`'s answer.

            """;

    private static final String FOOT = """

            ## What no single file can show

            No file gets 32: that takes a reader who states a present, and stands among the cases of the conformance kit (`renewal`).

            Where a charter names no witness, history is the hub's word, and the verdict says so. A hub can then keep a notice out of its log from the start (the author
            has no receipt, and asks elsewhere), or leave a governance entry out of the chain from the start (whoever follows the whole log sees it, and its author's
            receipt convicts the hub). Charter witnesses replay every entry before they cosign, so under a witness rule such a log finds no cosignatures, and its files are
            undecided.
            """;

    private final List<Lie> lies;

    LieReadme(List<Lie> lies) {
        this.lies = lies;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append(
                "| file | charter | expect | exit | step | who | what was done | what gives it away |\n|---|---|---|---|---|---|---|---|\n");
        for (Lie lie : lies) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            lie.name(),
                            lie.trusted().name(),
                            lie.claim(),
                            Integer.toString(lie.exit()),
                            lie.step() == 0 ? "–" : Integer.toString(lie.step()),
                            lie.liar().said,
                            lie.what(),
                            lie.why()))
                    .append(" |\n");
        }
        return text.append(FOOT).toString();
    }
}
