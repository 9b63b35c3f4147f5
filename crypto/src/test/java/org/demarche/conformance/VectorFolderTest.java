package org.demarche.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogSigningKey;
import org.demarche.lies.LieKeys;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kit's folder: nobody has touched what the program wrote, it is as large as it must be, and the reference client gives every answer in it. */
class VectorFolderTest {
    private static final Path FOLDER = Path.of("src/main/resources/conformance");
    private static final long MAX_FOLDER = 5_000_000;
    private static final List<String> SUBJECTS = List.of(
            "envelope",
            "tree",
            "checkpoint",
            "cosignature",
            "charter",
            "rule",
            "fold",
            "token",
            "bundle",
            "renewal",
            "misbehaviour");

    /** {@code -Ddemarche.vectors=FOLDER} writes the files anew before they are compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        String folder = System.getProperty("demarche.vectors");
        if (folder != null) {
            VectorFiles.main(new String[] {folder});
        }
    }

    @Test
    void folder_writtenAnew_isTheSame() throws IOException {
        Map<String, byte[]> files = VectorFiles.all();
        assertThat(VectorFiles.present(FOLDER)).containsExactlyInAnyOrderElementsOf(files.keySet());
        long total = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] committed = Files.readAllBytes(FOLDER.resolve(file.getKey()));
            // Not isEqualTo: a part in the message would be thousands of numbers.
            assertThat(Arrays.equals(committed, file.getValue()))
                    .as(file.getKey())
                    .isTrue();
            total += committed.length;
        }
        assertThat(total).isLessThan(MAX_FOLDER);
    }

    @Test
    void cases_areManyOfEachSubject_andMostAreToBeRefused() throws IOException {
        List<String> names = VectorFiles.present(FOLDER).stream()
                .filter(f -> f.endsWith(".json"))
                .toList();
        long negative = 0;
        for (String name : names) {
            if (Files.readString(FOLDER.resolve(name)).contains("\"result\" : \"refuse\"")) {
                negative++;
            }
        }
        assertThat(names).hasSizeGreaterThan(200);
        assertThat(2 * negative).isGreaterThan(names.size());
        for (String subject : SUBJECTS) {
            assertThat(names).filteredOn(n -> n.startsWith(subject + "/")).hasSizeGreaterThan(15);
        }
    }

    @Test
    void knownAnswers_areWhatCosignersWrite() throws NoteException {
        LogSigningKey log = LieKeys.log("log");
        for (KnownAnswers.Question q : KnownAnswers.questions()) {
            byte[] note = new CheckpointSigner("lies.example/plan", log)
                    .sign(new Head(q.size(), q.root()), java.time.Instant.EPOCH.plusSeconds(1));
            VerifiedCheckpoint head = new CheckpointVerifier("lies.example/plan", log.publicKey()).open(note);
            assertThat(head.checkpoint().text()).isEqualTo(q.checkpoint());
            for (NoteSignature line :
                    new Cosigner(q.name(), q.key()).cosign(head, java.time.Instant.ofEpochSecond(q.timeS()))) {
                String payload = HexFormat.of().toHexDigits(line.keyId())
                        + HexFormat.of().formatHex(line.signature().toByteArray());
                assertThat(KnownAnswers.text()).contains(" payload = " + payload + "\n");
            }
        }
    }

    @Test
    void knownAnswers_areInTheFolder() throws IOException {
        assertThat(Files.readString(FOLDER.resolve("known-answers.txt"), StandardCharsets.UTF_8))
                .isEqualTo(KnownAnswers.text());
    }
}
