package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.refusal.Reason;
import org.demarche.server.store.sqlite.SqliteStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactTest {
    private static final long JUST_NOT_TOO_LONG = 1_000 + Contact.LONGEST_MS;

    @TempDir
    private Path directory;

    private final AtomicLong nowMs = new AtomicLong(1_000);
    private FaultyStore store;

    @BeforeEach
    void open() {
        store = new FaultyStore(SqliteStore.open(directory.resolve("hub.sqlite")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Contact contact() {
        return new Contact(store, nowMs::get);
    }

    @Test
    void contact_ofAStoreOfItsOwn_isNeverLost() {
        Contact contact = contact();
        nowMs.set(Long.MAX_VALUE);
        assertThat(contact.refusal()).isEmpty();
        assertThat(contact.sinceMs()).isZero();
        assertThat(contact.whyCutOff(Optional.of("the disk is full"))).isEmpty();
    }

    @Test
    void contact_ofASharedStore_isLostAfterAWhileAndFoundAgain() {
        store.share();
        Contact contact = contact();
        nowMs.set(JUST_NOT_TOO_LONG);
        assertThat(contact.refusal()).isEmpty();
        nowMs.incrementAndGet();
        assertThat(contact.refusal()).hasValueSatisfying(r -> {
            assertThat(r.reason()).isEqualTo(Reason.NOT_READY);
            assertThat(r.sentence()).contains("cut off from its database").contains("ask another hub");
        });
        assertThat(contact.whyCutOff(Optional.of("it is down")).orElseThrow()).endsWith(": it is down");
        assertThat(contact.whyCutOff(Optional.empty()).orElseThrow())
                .contains("no write of its own has been confirmed for 5 s");

        contact.knewAll(nowMs.get());
        assertThat(contact.refusal()).isEmpty();
    }

    @Test
    void sinceMs_ofASharedStore_countsFromWhenAllWasKnown() {
        store.share();
        Contact contact = contact();
        nowMs.set(4_000);
        assertThat(contact.sinceMs()).isEqualTo(3_000);
        contact.knewAll(3_500);
        assertThat(contact.sinceMs()).isEqualTo(500);
        assertThat(contact.answeredAfterMs()).isZero();
        contact.answered(250);
        assertThat(contact.answeredAfterMs()).isEqualTo(250);
    }

    @Test
    void knewAll_toldLate_doesNotTurnBack() {
        store.share();
        Contact contact = contact();
        contact.knewAll(3_000);
        contact.knewAll(2_000);
        nowMs.set(3_000 + Contact.LONGEST_MS);
        assertThat(contact.refusal()).isEmpty();
    }
}
