package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.client.DeskException;

/** A charter that somebody has in a file. */
final class CharterFile {
    private CharterFile() {}

    /** The charter in {@code file}; if it is none, everything that is wrong with it. */
    static Charter read(Path file) throws IOException, DeskException {
        CharterParse parse = CharterParser.parse(GivenFile.read(file));
        if (parse instanceof CharterParse.Sound sound) {
            return sound.charter();
        }
        throw new DeskException.Misconfigured(
                file + ": not a sound charter:"
                        + ((CharterParse.Unsound) parse)
                                .problems().stream().map(p -> "\n  " + p).collect(Collectors.joining()),
                "correct every place above; `demarche liaison charter check " + file + "` looks again");
    }
}
