package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterComparison;
import org.demarche.charter.CharterSuccession;
import org.demarche.charter.Difference;
import org.demarche.charter.Problem;
import org.demarche.client.DeskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code liaison charter diff}. */
@Command(
        name = "diff",
        description =
                "What one text says that another does not, clause by clause, in words. Needs no profile. Exit 7 if NEW cannot follow OLD.")
final class CharterDiff implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLD", description = "The one text, such as that of the charter in force.")
    private Path old = Path.of("charter.toml");

    @Parameters(index = "1", paramLabel = "NEW", description = "The other, such as the draft of its successor.")
    private Path next = Path.of("next.toml");

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    CharterDiff(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, DeskException {
        Charter before = CharterFile.read(old);
        Charter after = CharterFile.read(next);
        List<Difference> differences = CharterComparison.of(before, after);
        List<Problem> refused = CharterSuccession.check(before, after);
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("exercise", after.exercise())
                    .put("old", before.hash().hex())
                    .put("new", after.hash().hex());
            OutlookScreen.problems(refused, node.putArray("refused"));
            OutlookScreen.differences(differences, node.putArray("differences"));
            terminal.out().println(node);
        } else {
            Page page = new Page(after.exercise());
            OutlookScreen.changes(differences, page);
            refused.forEach(p -> page.line("It cannot follow: " + p, 2));
            page.print(terminal.out());
        }
        return refused.isEmpty() ? Exit.OK : Exit.CONDITION;
    }
}
