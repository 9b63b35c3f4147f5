package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.demarche.hash.Sha512;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClausesTest {
    private static final Path FOLDER = Path.of("src/test/resources/explained");

    @ParameterizedTest
    @ValueSource(strings = {"follows", "last"})
    void of_wholeCharter_areTheCommittedOnes(String name) throws IOException {
        List<String> clauses = Clauses.of(name.equals("follows") ? follows() : last()).stream()
                .map(c -> c.area() + " | " + c.subject() + " | " + c.words())
                .toList();
        assertThat(clauses).containsExactlyElementsOf(Files.readAllLines(FOLDER.resolve(name + "-clauses.txt")));
    }

    /** An exercise whose log follows another, with witnesses and time authorities. */
    private static Charter follows() {
        return SampleCharter.parse(SampleCharter.withoutKeys(60)
                .witnessedBy("GB", "FR", "NO")
                .timestampedBy("alpha", "beta")
                .text()
                .replace(
                        "[log]\n",
                        new Predecessor(
                                                "old.example/plan",
                                                SampleCharter.nameHash("charter"),
                                                7,
                                                SampleCharter.nameHash("root"),
                                                Sha512.of(Sha512.digest()))
                                        .text()
                                + "\n[log]\n"));
    }

    /** The version that closes the log of an actual charter without witnesses. */
    private static Charter last() {
        SampleCharter first = SampleCharter.actual(SampleCharter::nameHash);
        return SampleCharter.parse(first.following(first.charter().hash())
                .text()
                .replace("version  = 2\n", "version  = 2\nfinal = true\n"));
    }
}
