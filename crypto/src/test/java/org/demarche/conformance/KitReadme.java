package org.demarche.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The README of the folder. */
final class KitReadme {
    private static final String HEAD = """
            # The conformance kit

            Cases that any implementation of [the protocol](../../../../PROTOCOL.md) can be held against: one file for each, named by what was done to its input. Appendix A of the
            protocol says what each question means, and how a client is asked over a pipe.

            ```
            demarche conformance --against "COMMAND …"      ask a client all of it
            demarche conformance show tree/inclusion-index-is-size
            demarche conformance export FOLDER               these files, from an installed demarche
            ```

            A case is a JSON object: `case` its name, `about` one sentence for people, `ask` the question, `input`, and `expected`, the answer. Byte strings are lower-case
            hexadecimal, numbers of 64 bits decimal texts. A longer byte string is made of parts, which cases have in common: the input says
            `"@NAME"` in its place, or `"@NAME@NAME…"`, in their order. The parts lie one behind another in `parts.bin`; `parts.txt` has the name and the length of each, in
            the order in which they lie there; a name is the first 16 digits of the part's SHA-256. Over the pipe all of it is written out, as `show` does. `index.txt` names every file. `known-answers.txt` has ML-DSA-44 and Ed25519 cosignatures with their seeds
            and statements, for who implements C2SP *tlog-cosignature* and nothing else.

            **The keys are public**: their seeds are SHA-256 of `a test key that everybody knows, never to be trusted: NAME ed25519` and `… NAME ml-dsa`; those of time
            authorities come from the authorities' names alone. Nothing real may ever trust one of them. Nothing in the folder is random, so it can be made again byte for byte.

            To write the folder anew, from the root of the project (a test compares it with what is committed):

            ```
            mvn -q -pl proto,crypto test -Dtest=VectorFolderTest -Dsurefire.failIfNoSpecifiedTests=false -Ddemarche.vectors=src/main/resources/conformance
            ```

            """;

    private final List<Case> cases;

    KitReadme(List<Case> cases) {
        this.cases = cases;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("| subject | cases | to be refused |\n|---|---|---|\n");
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Case each : cases) {
            int[] count = counts.computeIfAbsent(each.subject(), s -> new int[2]);
            count[0]++;
            count[1] += each.negative() ? 1 : 0;
        }
        int[] sum = new int[2];
        counts.forEach((subject, count) -> {
            text.append("| ")
                    .append(subject)
                    .append(" | ")
                    .append(count[0])
                    .append(" | ")
                    .append(count[1])
                    .append(" |\n");
            sum[0] += count[0];
            sum[1] += count[1];
        });
        text.append("| all | ").append(sum[0]).append(" | ").append(sum[1]).append(" |\n");
        return text.toString();
    }
}
