package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.demarche.charter.CharterExplainer;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.client.DeskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code liaison charter explain}. */
@Command(name = "explain", description = "A text in plain sentences. Needs no profile.")
final class CharterExplain implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The text.")
    private Path file = Path.of("charter.toml");

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    CharterExplain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, DeskException {
        if (!(CharterParser.parse(GivenFile.read(file)) instanceof CharterParse.Sound sound)) {
            throw new DeskException.Misconfigured(
                    file + ": not a sound charter",
                    "`demarche liaison charter check " + file + "` lists everything that is wrong");
        }
        List<String> sentences = CharterExplainer.explain(sound.charter());
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("exercise", sound.charter().exercise());
            ArrayNode array = node.putArray("sentences");
            sentences.forEach(array::add);
            terminal.out().println(node);
        } else {
            Page page = new Page(sound.charter().exercise());
            sentences.forEach(s -> page.line(s, 2));
            page.print(terminal.out());
        }
        return Exit.OK;
    }
}
