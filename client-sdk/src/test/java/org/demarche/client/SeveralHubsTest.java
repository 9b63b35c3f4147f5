package org.demarche.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.escalation.Entry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A profile lists several hubs of one log, and the first of them only reads: it is behind, more or less. */
class SeveralHubsTest {
    private static final Duration TOO_LONG = Duration.ofSeconds(6);

    @TempDir
    Path directory;

    private DeskFixture fixture;
    private TestHub reader;

    @BeforeEach
    void start() throws IOException {
        fixture = DeskFixture.inForce(directory);
        reader = fixture.addReader();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    /** Time passes, and the reader says what it has every now and then, as hubs do. */
    private ScheduledExecutorService heartbeats() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        timer.scheduleAtFixedRate(
                () -> {
                    fixture.clock.advance(Duration.ofMillis(500));
                    reader.beat();
                },
                20,
                20,
                TimeUnit.MILLISECONDS);
        return timer;
    }

    private static Draft message() {
        return Notices.message("Hello", "Is anybody there?");
    }

    /** The reader shows all that the log has. */
    private void catchUpReader() {
        List<Entry> entries = fixture.hub.scene().entries();
        for (int i = reader.served().size(); i < entries.size(); i++) {
            reader.append(entries.get(i).bytes());
        }
    }

    @Test
    void submit_firstHubOnlyReads_findsTheOtherAndStaysWithIt() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            for (int i = 0; i < 3; i++) {
                desk.submit(message());
            }
        }
        assertThat(reader.submits).hasValue(1);
        assertThat(fixture.hub.submits).hasValue(3);
    }

    @Test
    void submit_leavesTheStreamWhereItIs() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            Receipt receipt = desk.submit(message());
            assertThat(reader.followers()).isEqualTo(1);
            catchUpReader();
            assertThat(desk.catchUp()).isEqualTo(receipt.head());
            assertThat(reader.followers()).isEqualTo(1);
            assertThat(fixture.hub.followers()).isZero();
        }
    }

    @Test
    void follow_readerThatStaysBehind_isLeftForAnother() throws Exception {
        List<String> troubles = new CopyOnWriteArrayList<>();
        ScheduledExecutorService heartbeats = heartbeats();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.follow(new DeskListener() {
                @Override
                public void onEntry(Delivery entry) {
                    assertThat(entry.index()).isPositive();
                }

                @Override
                public void onTrouble(DeskException trouble) {
                    troubles.add(trouble.getMessage());
                }
            });
            Receipt receipt = desk.submit(message());
            assertThat(desk.catchUp()).isEqualTo(receipt.head());
            assertThat(fixture.hub.followers()).isEqualTo(1);
            assertThat(troubles)
                    .anySatisfy(t -> assertThat(t)
                            .contains("is behind what the log has signed: it shows " + receipt.index()
                                    + " entries, and " + receipt.head().size() + " have been seen"));
        } finally {
            heartbeats.shutdownNow();
        }
    }

    @Test
    void open_afterAReceipt_showsWhatTheReaderDoesNotHaveYet() throws Exception {
        Receipt receipt;
        try (Desk desk = fixture.open("NO/watch")) {
            receipt = desk.submit(message());
        }
        ScheduledExecutorService heartbeats = heartbeats();
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.find(receipt.notice())).isPresent();
        } finally {
            heartbeats.shutdownNow();
        }
    }

    @Test
    void open_copyAheadOfTheReader_isServedByAnotherAndNobodyIsAccused() throws Exception {
        List<byte[]> shorter = reader.served();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
            catchUpReader();
            desk.catchUp();
        }
        reader.serve(shorter);
        try (Desk desk = fixture.open("NO/watch")) {
            assertThat(desk.head().size()).isEqualTo(shorter.size() + 1);
            assertThat(fixture.announced()).noneSatisfy(a -> assertThat(a).contains("no hub shows"));
            Receipt receipt = desk.submit(message());
            assertThat(desk.catchUp()).isEqualTo(receipt.head());
        }
    }

    @Test
    void follow_everyHubBehindForLong_isTroubleAndNoLie() throws Exception {
        List<byte[]> shorter = reader.served();
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
            catchUpReader();
            desk.catchUp();
        }
        reader.serve(shorter);
        fixture.away(true);
        try (Desk desk = fixture.open("NO/watch")) {
            for (int i = 0; i < 30; i++) {
                fixture.clock.advance(TOO_LONG);
                reader.beat();
                assertThat(desk.catchUp().size()).isEqualTo(shorter.size() + 1);
            }
        }
        assertThat(fixture.announced())
                .anySatisfy(a -> assertThat(a)
                        .contains("no hub shows the " + (shorter.size() + 1) + " entries that this desk has seen")
                        .contains("ask the operator whether the log was restored"));
        // After an accusation it would not.
        fixture.open("NO/watch").close();
    }

    @Test
    void open_readerThatContradictsWhatWasSeen_isAccusedAtOnce() throws Exception {
        try (Desk desk = fixture.open("NO/watch")) {
            desk.submit(message());
        }
        Head other = new Head(reader.served().size(), Sha256.of(new byte[] {1}));
        reader.heads = head -> fixture.hub.signed(other);
        assertThat(catchThrowableOfType(DeskException.Misbehaved.class, () -> fixture.open("NO/watch"))
                        .kind())
                .isEqualTo(Misbehaviour.SPLIT_HISTORY);
        assertThatThrownBy(() -> fixture.open("NO/watch"))
                .isInstanceOf(DeskException.Misconfigured.class)
                .hasMessageContaining("not trusted since");
    }
}
