package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.demarche.command.CommandRun;

/** What a user gets who did something wrong: nothing on stdout; on stderr one clear sentence, and perhaps a hint; an exit code. */
final class Sentences {
    private static final String ERROR = "demarche: error: ";

    private Sentences() {}

    /** Checks the shape, the code, and that the sentence names these things. */
    static void require(CommandRun ran, int code, String... named) {
        assertThat(ran.code()).as(ran.toString()).isEqualTo(code);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).doesNotContain("\tat ").doesNotContain("Exception");
        List<String> errors =
                ran.err().lines().filter(line -> line.startsWith(ERROR)).toList();
        assertThat(errors).as(ran.err()).hasSize(1);
        assertThat(ran.err()).contains(named);
    }
}
