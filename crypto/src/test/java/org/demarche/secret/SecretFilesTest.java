package org.demarche.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretFilesTest {
    @TempDir
    private Path folder;

    @Test
    void write_newFile_isClosedToOthersAndReadBack() throws IOException {
        Path file = folder.resolve("desk.key");
        SecretFiles.write(file, new byte[] {1, 2, 3});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretFiles.read(file)).containsExactly(1, 2, 3);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void write_existingFile_isNotOverwritten() throws IOException {
        Path file = folder.resolve("desk.key");
        SecretFiles.write(file, new byte[] {1});
        assertThatThrownBy(() -> SecretFiles.write(file, new byte[] {2}))
                .isInstanceOf(SecretFileException.class)
                .hasMessage(file + ": exists already; a secret is never overwritten, move it away first");
        assertThat(SecretFiles.read(file)).containsExactly(1);
    }

    @Test
    void write_folderMissing_saysSo() {
        assertThatThrownBy(() -> SecretFiles.write(folder.resolve("no/desk.key"), new byte[1]))
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith("its folder is missing; create it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "r----x---", "rw-rw-rw-"})
    void read_openToOthers_saysWhatToDo(String permissions) throws IOException {
        Path file = folder.resolve("desk.key");
        SecretFiles.write(file, new byte[] {1});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(() -> SecretFiles.read(file))
                .isInstanceOf(SecretFileException.class)
                .hasMessage(
                        file + ": open to others (" + permissions + ", expected: rw-------); run: chmod 600 " + file);
    }

    @Test
    void read_missingFolderOrHuge_saysSo() throws IOException {
        assertThatThrownBy(() -> SecretFiles.read(folder.resolve("none")))
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith(": missing");
        assertThatThrownBy(() -> SecretFiles.read(folder))
                .isInstanceOf(SecretFileException.class)
                .hasMessageEndingWith(": not a regular file");
        Path huge = folder.resolve("huge");
        SecretFiles.write(huge, new byte[SecretFiles.MAX_LENGTH + 1]);
        assertThatThrownBy(() -> SecretFiles.read(huge))
                .isInstanceOf(SecretFileException.class)
                .hasMessageContaining("more than 65536 bytes");
    }
}
