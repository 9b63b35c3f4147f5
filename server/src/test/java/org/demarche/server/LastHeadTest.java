package org.demarche.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.demarche.command.CommandRun;
import org.demarche.server.cli.Hub;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that has gone back is noticed by the hub that has shown more. */
final class LastHeadTest {
    @TempDir
    private Path directory;

    private TestHub hub;
    private Path older;

    /** The hub has shown one entry more than there are in the copy. */
    @BeforeEach
    void play() throws Exception {
        hub = TestHub.startAdopted(directory);
        hub.close();
        older = Files.copy(hub.database(), directory.resolve("older.sqlite"));
        hub.restart();
        say("One more.");
        hub.close();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void say(String text) {
        try (TestDesk desk = hub.desk("UA")) {
            desk.say("watch", Says.message(text));
        }
    }

    private void putBack() throws Exception {
        Files.copy(older, hub.database(), StandardCopyOption.REPLACE_EXISTING);
    }

    private HubException refused() {
        HubException refused = catchThrowableOfType(HubException.class, hub::restart);
        assertThat(refused).isNotNull();
        return refused;
    }

    @Test
    void start_onTheStoreAsItWas_goesOn() throws Exception {
        hub.restart();
        long size = hub.process().published().size();
        say("Another.");
        assertThat(hub.process().published().size()).isEqualTo(size + 1);
    }

    @Test
    void start_onAnOlderCopyOfTheStore_isRefused() throws Exception {
        putBack();
        HubException refused = refused();
        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(refused)
                .hasMessageMatching(
                        ".*hub\\.sqlite holds 13 entries, and this hub has shown 14 \\(.*last\\.head\\): start no hub of this log on it; .*");
    }

    @Test
    void start_onAnEmptyStore_isNotAdvisedToBeginALog() throws Exception {
        Files.delete(hub.database());
        SqliteStore.open(hub.database()).close();
        HubException refused = refused();
        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(refused).hasMessageContaining("holds 0 entries, and this hub has shown 14");
    }

    @Test
    void start_onAStoreThatWentAnotherWay_isRefused() throws Exception {
        byte[] shown = Files.readAllBytes(directory.resolve(LastHead.FILE));
        putBack();
        Files.delete(directory.resolve(LastHead.FILE));
        hub.restart();
        say("Another history.");
        say("It is longer, too.");
        hub.close();
        Files.write(directory.resolve(LastHead.FILE), shown);
        HubException refused = refused();
        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(refused).hasMessageContaining("holds other entries than the 14 that this hub has shown");
    }

    @Test
    void start_withADamagedHead_saysWhatToPutInItsPlace() throws Exception {
        Files.writeString(directory.resolve(LastHead.FILE), "not a note");
        HubException refused = refused();
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused).hasMessageContaining("last.head is damaged").hasMessageContaining("log/head");
    }

    @Test
    void fsck_ofAnOlderCopyOfTheStore_saysThatItIsOlder() throws Exception {
        putBack();
        CommandRun said = CommandRun.of(Hub::main, "fsck", "-d", directory);
        assertThat(said.code()).as(said.err()).isEqualTo(14);
        assertThat(said.out()).contains("holds 13 entries, and this hub has shown 14");
    }

    @Test
    void init_whereAHubHasShownALog_isRefused() throws Exception {
        Files.delete(hub.database());
        Path charter =
                Files.write(directory.resolve("charter.toml"), hub.charter().bytes());
        CommandRun said = CommandRun.of(Hub::main, "init", "-d", directory, "--charter", charter);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("has shown a log already").contains("hub restore");
    }
}
