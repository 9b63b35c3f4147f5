package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.Problem;
import org.demarche.hash.Sha256;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code liaison charter check}. */
@Command(
        name = "check",
        description =
                "Everything that is wrong with a text, at once; and its hash. Needs no profile. Exit 5 if it is no charter.")
final class CharterCheck implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The text.")
    private Path file = Path.of("charter.toml");

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    CharterCheck(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        byte[] text = GivenFile.read(file);
        CharterParse parse = CharterParser.parse(text);
        List<String> problems = parse instanceof CharterParse.Unsound unsound
                ? unsound.problems().stream().map(Problem::toString).toList()
                : List.of();
        List<String> remarks = parse instanceof CharterParse.Sound sound ? sound.remarks() : List.of();
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("sound", problems.isEmpty())
                    .put("hash", Sha256.of(text).fingerprint());
            add(node.putArray("problems"), problems);
            add(node.putArray("remarks"), remarks);
            terminal.out().println(node);
        } else {
            Page page = new Page(
                    parse instanceof CharterParse.Sound sound && sound.charter().exercise());
            problems.forEach(p -> page.line("- " + p, 2));
            page.line(
                    problems.isEmpty()
                            ? "Sound."
                            : problems.size() + (problems.size() == 1 ? " problem." : " problems."));
            remarks.forEach(r -> page.line("note: " + r, 6));
            page.line(Sha256.of(text).fingerprint());
            page.print(terminal.out());
        }
        return problems.isEmpty() ? Exit.OK : Exit.CONFIGURATION;
    }

    private static void add(ArrayNode array, List<String> lines) {
        lines.forEach(array::add);
    }
}
