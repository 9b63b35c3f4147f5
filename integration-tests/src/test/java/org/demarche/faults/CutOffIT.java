package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.demarche.client.Desk;
import org.demarche.client.Notices;
import org.demarche.postgres.PostgresCluster;
import org.demarche.postgres.PostgresServer;
import org.demarche.world.HubHome;
import org.demarche.world.Plan;
import org.demarche.world.Site;
import org.demarche.world.Wire;
import org.demarche.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two hubs no longer reaches the database, while the other goes on: whoever listened to it is sent to the other, and it goes on when the line is whole again. */
@Tag("needs-time")
class CutOffIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void hub_cutOffFromItsDatabase_sendsItsDesksAwayAndGoesOnWhenItIsBack() throws Exception {
        try (PostgresCluster cluster = PostgresCluster.start(1);
                Cable cable = new Cable(cluster.primary().port())) {
            PostgresServer server = cluster.primary();
            String database = server.createDatabase("hub");
            server.execute("GRANT pg_read_all_stats TO hub");
            String direct = server.url("hub", database);
            String cuttable = direct.replace(":" + server.port(), ":" + cable.port());
            try (World world = World.onDatabase(
                            directory, Plan.at(1), List.of(Site.here(cuttable, 1), Site.here(direct, 1)))
                    .start()) {
                HubHome first = world.homes().get(0);
                HubHome second = world.homes().get(1);
                Wire cutOff = world.wire("UA", first);
                Wire other = world.wire("UA", second);
                Desk desk = world.desk("NO/watch");
                long before = desk.submit(Notices.message("", "Before.")).index();
                await("both hubs have it")
                        .atMost(PATIENCE)
                        .until(() -> other.head().size() == before + 1 && cutOff.isServing() && other.isServing());

                long begun = System.nanoTime();
                cable.cut();
                other.say("Meanwhile.");
                await("the desk hears of it from the other hub")
                        .atMost(PATIENCE)
                        .until(() -> desk.head().size() == before + 2);
                Duration heard = Duration.ofNanos(System.nanoTime() - begun);
                await("the hub is not ready").atMost(PATIENCE).until(() -> !cutOff.isServing());
                StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, cutOff::head);
                assertThat(Wire.reason(refusal)).isEqualTo("NOT_READY");
                assertThat(refusal).hasMessageContaining("cut off from its database");
                assertThat(world.child(first).said())
                        .contains("not ready until this is mended: cut off from its database");
                assertThat(other.isServing()).isTrue();
                assertThat(desk.submit(Notices.message("", "To the other.")).index())
                        .isEqualTo(before + 2);

                long mended = System.nanoTime();
                cable.mend();
                await("the hub is ready again").atMost(PATIENCE).until(cutOff::isServing);
                System.out.printf(
                        "CutOffIT: the desk heard of an entry from the other hub %d ms after the line was cut, the hub was ready %d ms after it was whole%n",
                        heard.toMillis(),
                        Duration.ofNanos(System.nanoTime() - mended).toMillis());
                assertThat(cutOff.head()).isEqualTo(other.head());
                world.homes().forEach(HubHome::requireSound);
            }
        }
    }
}
