package org.demarche.server.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.intake.Streams;
import org.demarche.server.log.LogScene;
import org.demarche.server.log.Published;
import org.demarche.server.tiles.Readers.Reading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadersTest {
    private static final Sha256 PIN = Sha256.of(new byte[] {1});
    private static final Sha256 OTHER = Sha256.of(new byte[] {2});
    private static final String HEAD = "/checkpoint";
    private static final String BUNDLE = "/tile/entries/000.p/1";

    @TempDir
    private Path directory;

    private final Map<Sha256, String> pins = new HashMap<>(Map.of(PIN, "UA", OTHER, "NO"));
    private final AtomicLong nanos = new AtomicLong();
    private Optional<Refusal> whyNot = Optional.empty();
    private LogScene scene;
    private Readers readers;

    @BeforeEach
    void open() throws Exception {
        scene = new LogScene(directory);
        Quotas quotas = new Quotas(
                Map.of(Use.NOTICE, 1, Use.FLASH, 1, Use.ROOT, 1, Use.REQUEST, 1, Use.FILE, 3, Use.SIGNED_REFUSAL, 1),
                nanos::get);
        readers = new Readers(
                new LogFiles(scene.log(), Published::checkpoint),
                pin -> Optional.ofNullable(pins.get(pin)),
                () -> whyNot,
                quotas,
                new Streams(1));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Reason refused(Sha256 pin, String path) {
        return catchThrowableOfType(RefusedException.class, () -> readers.open(pin, path))
                .refusal()
                .reason();
    }

    @Test
    void open_pinThatEnds_endsThere() throws Exception {
        assertThat(readers.open(PIN, HEAD).file()).isInstanceOf(LogFile.Note.class);
        pins.remove(PIN);
        assertThat(refused(PIN, HEAD)).isEqualTo(Reason.PIN_UNKNOWN);
        assertThat(refused(PIN, "/nothing")).isEqualTo(Reason.PIN_UNKNOWN);
    }

    @Test
    void open_whileTheHubIsCutOff_isRefused() throws Exception {
        whyNot = Optional.of(new Refusal(Reason.NOT_READY, "cut off"));
        assertThat(refused(PIN, HEAD)).isEqualTo(Reason.NOT_READY);
        whyNot = Optional.empty();
        assertThat(readers.open(PIN, HEAD)).isNotNull();
    }

    @Test
    void open_beyondTheQuota_isRefusedToThatPartyAlone() throws Exception {
        for (int i = 0; i < 3; i++) {
            readers.open(PIN, HEAD).close();
        }
        assertThat(refused(PIN, HEAD)).isEqualTo(Reason.QUOTA_EXCEEDED);
        readers.open(OTHER, HEAD).close();
        nanos.addAndGet(20_000_000_000L);
        readers.open(PIN, HEAD).close();
    }

    @Test
    void open_moreBundlesAtOnceThanAllowed_isRefusedUntilOneIsOver() throws Exception {
        Reading first = readers.open(PIN, BUNDLE);
        assertThat(refused(PIN, BUNDLE)).isEqualTo(Reason.QUOTA_EXCEEDED);
        readers.open(OTHER, BUNDLE).close();
        first.close();
        readers.open(PIN, BUNDLE).close();
    }
}
