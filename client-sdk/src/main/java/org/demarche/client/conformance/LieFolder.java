package org.demarche.client.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.demarche.conformance.Case;
import org.demarche.conformance.Json;
import org.demarche.conformance.ReferenceClient;
import org.demarche.hash.Sha256;

/** A folder of evidence files with a table that says what each comes to, as the cases that it adds to the kit's: {@code file, charter, expect, exit, step, …}. */
final class LieFolder {
    private static final String TABLE = "lies.tsv";
    /** In the table: all that the file says is true, but it proves another result than the one it was made for. */
    private static final int ANOTHER_RESULT = 7;

    private static final Pattern LINE =
            Pattern.compile("[^\t/]+\\.evidence\t[^\t/]+\\.toml\t[^\t]*\t[0-9]{1,2}\t[^\t]*(?:\t[^\t]*)*");

    private LieFolder() {}

    /**
     * The cases.
     *
     * @throws IOException if the table or a file that it names can't be read; the message says which
     */
    static List<Case> cases(Path folder) throws IOException {
        List<Case> cases = new ArrayList<>();
        List<String> table = Files.readAllLines(folder.resolve(TABLE));
        for (String line : table.subList(Math.min(1, table.size()), table.size())) {
            if (!LINE.matcher(line).matches()) {
                throw new IOException(
                        folder.resolve(TABLE) + ": a line that names no file, charter, result and exit code");
            }
            cases.add(of(folder, line.split("\t", -1)));
        }
        return cases;
    }

    private static Case of(Path folder, String[] row) throws IOException {
        ObjectNode input = Json.object()
                .put("bundle", HexFormat.of().formatHex(Files.readAllBytes(folder.resolve(row[0]))))
                .put(
                        "charter",
                        Sha256.of(Files.readAllBytes(folder.resolve(row[1]))).hex());
        String name = row[0].substring(0, row[0].lastIndexOf('.'));
        String about = row.length > 7 ? row[6] + ": " + row[7] : name;
        Case asked = new Case("bundle/" + name, about, "bundle/verify", input, Json.object());
        // The table says the code; how the single steps come out, it does not say.
        int exit = Integer.parseInt(row[3]);
        int code = exit == ANOTHER_RESULT ? 0 : exit;
        ObjectNode expected =
                (ObjectNode) ReferenceClient.answer(asked.question(0)).get("answer");
        expected.put("result", code == 0 ? "accept" : "refuse").put("code", code);
        return new Case(asked.name(), about, asked.ask(), input, expected);
    }
}
