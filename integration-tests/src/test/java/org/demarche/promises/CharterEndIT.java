package org.demarche.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.client.Desk;
import org.demarche.client.Notices;
import org.demarche.command.CommandRun;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Category;
import org.demarche.server.cli.Hub;
import org.demarche.world.Plan;
import org.demarche.world.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parties close their log by the commands that they have, and a new hub begins the one that follows; what stands in the old one stays readable and provable. */
class CharterEndIT {
    private static final List<String> ADOPTING = List.of("UA", "US", "NO", "GB");

    @TempDir
    Path directory;

    @Test
    void finalVersion_adoptedByCommand_closesTheLogAndTheNextBegins() throws Exception {
        try (World world = World.onTwoClocks(directory, Plan.at(3600))) {
            world.start();
            Desk oslo = world.desk("NO/watch");
            // Two parties whose clocks agree with the hub's, so that it may mark what has moved.
            world.desk("GB/watch");
            Sha256 incident = oslo.submit(Notices.report(
                            Category.CATEGORY_DRONE,
                            Notices.place(50.45, 30.52),
                            world.deskClock().instant().minusSeconds(60),
                            world.deskClock().instant(),
                            "Two drones crossed the line."))
                    .notice();
            adopt(world, last(world));

            CommandRun late = world.liaison("UA/watch", "message", "One more thing");
            assertThat(late.code()).as(late.err()).isEqualTo(3);
            assertThat(late.err()).contains("LOG_CLOSED");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(table(world).code()).isZero());
            assertThat(oslo.incident(incident).orElseThrow().getPhase().name()).isEqualTo("INCIDENT_PHASE_CLOSED");
            assertThat(oslo.evidence(incident)).isNotEmpty();

            Path next = beginNext(world, table(world).out());
            assertThat(hub("fsck", "-d", next).out()).contains("yes");

            world.restart();
            CommandRun status = world.liaison("FR/minister", "status");
            assertThat(status.code()).as(status.err()).isZero();
            assertThat(status.out().replaceAll("\\s+", " ")).contains("the log is CLOSED");
            assertThat(hub("fsck", "-d", world.home().directory()).out()).contains("yes");
            assertThat(hub("status", "-d", world.home().directory()).out()).contains("yes: it takes nothing more");
        }
    }

    private static String last(World world) {
        String next =
                new String(world.home().text(world.plan().after(world.home().charter())), StandardCharsets.UTF_8);
        return next.replace("version  = 2\n", "version  = 2\nfinal    = true\n");
    }

    private void adopt(World world, String text) throws Exception {
        Path file = Files.writeString(directory.resolve("final.toml"), text);
        Charter last = ((CharterParse.Sound) CharterParser.parse(text.getBytes(StandardCharsets.UTF_8))).charter();
        ok(byRoot(world, "UA", "charter", "propose", file.toString(), "--yes"));
        for (String party : ADOPTING) {
            ok(byRoot(world, party, "charter", "assent", last.hash().fingerprint(), "--yes"));
        }
        world.desk("NO/watch").catchUp();
        assertThat(world.desk("NO/watch").charter().closes()).isTrue();
    }

    private static CommandRun byRoot(World world, String party, String... args) {
        List<Object> all = new ArrayList<>(List.of(args));
        all.addAll(List.of(
                "--root",
                world.key(party + "/root").file(),
                "--root-passphrase-file",
                world.profileFile(party + "/watch").resolveSibling("desk.pass")));
        return world.liaison(party + "/watch", all.toArray());
    }

    private static CommandRun table(World world) {
        return world.liaison("NO/watch", "charter", "predecessor");
    }

    private Path beginNext(World world, String predecessor) throws Exception {
        Path next = directory.resolve("next-hub");
        JsonNode keys = new ObjectMapper()
                .readTree(ok(hub("keygen", "-d", next, "-o", "json")).out());
        Charter first = world.home().charter();
        String text = first.text()
                .toStringUtf8()
                .replace(Plan.ORIGIN, Plan.ORIGIN + "-2")
                .replace(
                        first.log().ed25519().fingerprint(), keys.get("ed25519").textValue())
                .replace(
                        first.log().mlDsa44().fingerprint(),
                        keys.get("ml_dsa_44").textValue())
                .replace("[log]\n", predecessor + "[log]\n");
        Path file = Files.writeString(directory.resolve("next.toml"), text);
        Path copy = world.profileFile("NO/watch").resolveSibling("state");
        CommandRun began = ok(hub("init", "-d", next, "--charter", file, "--predecessor", copy));
        assertThat(began.err()).doesNotContain("warning");
        assertThat(began.out()).contains(Plan.ORIGIN + ", ", "entries, verified");
        return next;
    }

    private static CommandRun hub(Object... args) {
        return CommandRun.of(Hub::main, args);
    }

    private static CommandRun ok(CommandRun run) {
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }
}
