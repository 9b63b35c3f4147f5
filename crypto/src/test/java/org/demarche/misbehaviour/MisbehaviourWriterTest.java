package org.demarche.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.demarche.lies.CaughtLie;
import org.demarche.lies.CaughtLies;
import org.junit.jupiter.api.Test;

class MisbehaviourWriterTest {
    private static final Path FOLDER = Path.of("src/test/resources/misbehaviour");

    @Test
    void write_everyLie_isTheCommittedFileToTheByte() throws IOException {
        for (CaughtLie lie : CaughtLies.anew()) {
            assertThat(lie.file().get())
                    .as(lie.name())
                    .isEqualTo(Files.readAllBytes(FOLDER.resolve(lie.name() + ".misbehaviour")));
        }
    }
}
