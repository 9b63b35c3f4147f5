package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.refusal.RefusedException;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hubs of one log: each goes on from what the other has written. */
class SharedLogTest {
    @TempDir
    private Path directory;

    private LogScene one;
    private LogScene other;

    @BeforeEach
    void begin() throws RefusedException {
        one = new LogScene(directory);
        other = new LogScene(directory);
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
    }

    private static StoredEntry logged(Submission submission) {
        return ((Answer.Logged) submission.answer().join()).entry();
    }

    private static void assertAlike(LogScene one, LogScene other) {
        assertThat(other.log().published().head())
                .isEqualTo(one.log().published().head());
        assertThat(other.log().published().lastAcceptedAtMs())
                .isEqualTo(one.log().published().lastAcceptedAtMs());
        assertThat(other.log().published().governance().charter())
                .isEqualTo(one.log().published().governance().charter());
    }

    @Test
    void notice_ofOneHub_isFollowedByTheOther() {
        one.commit(Submission.of(one.message("first")));
        assertThat(other.log().published().size()).isEqualTo(2);
        other.appender().follow();
        assertThat(other.log().published().size()).isEqualTo(3);
        assertAlike(one, other);
    }

    @Test
    void notice_ofAHubThatHasNotLooked_comesBehindTheOthers() {
        one.commit(Submission.of(one.message("first")));
        Submission second = Submission.of(other.message("second"));
        other.commit(second);
        assertThat(logged(second).index()).isEqualTo(3);
        one.appender().follow();
        assertAlike(one, other);
    }

    @Test
    void notice_sentToBothHubs_isLoggedOnce() {
        VerifiedNotice notice = one.message("the same");
        Submission first = Submission.of(notice);
        Submission again = Submission.of(notice);
        one.commit(first);
        other.commit(again);
        assertThat(logged(again)).isEqualTo(logged(first));
        assertThat(other.log().published().size()).isEqualTo(3);
        assertAlike(one, other);
        assertThat(other.log().ofNotice(notice.id())).contains(logged(first));
    }

    @Test
    void notice_inABatchWithOneThatTheOtherHubHasLogged_isLoggedBehindIt() {
        VerifiedNotice known = one.message("known");
        one.commit(Submission.of(known));
        Submission again = Submission.of(known);
        Submission fresh = Submission.of(other.message("fresh"));
        other.commit(again, fresh);
        assertThat(logged(again).index()).isEqualTo(2);
        assertThat(logged(fresh).index()).isEqualTo(3);
        one.appender().follow();
        assertAlike(one, other);
    }

    @Test
    void hubs_writingByTurnsOverSeveralTiles_haveOneTree() {
        for (int i = 0; i < 3; i++) {
            one.grow(150);
            other.grow(150);
        }
        // Far behind: more than is read in a turn.
        one.grow(600);
        other.commit(Submission.of(other.message("last")));
        one.appender().follow();
        assertAlike(one, other);
        assertThat(new LogTree(one.store(), one.log().published().size()).head())
                .isEqualTo(one.log().published().head());
        assertThat(one.log().published().size()).isEqualTo(1503);
    }

    @Test
    void notice_thatTheOtherHubWrote_isNotKeptAtHandBeforeItIsDurable() {
        VerifiedNotice notice = one.message("first");
        one.commit(Submission.of(notice));
        other.log().entries().ofNotice(notice.id());
        other.store().takeFinds();
        other.log().entries().ofNotice(notice.id());
        assertThat(other.store().takeFinds()).isEqualTo(1);
        other.appender().follow();
        other.log().entries().ofNotice(notice.id());
        other.log().entries().ofNotice(notice.id());
        assertThat(other.store().takeFinds()).isEqualTo(1);
    }

    @Test
    void store_thatLostWhatWasSigned_isNotWrittenAnyMore() {
        one.commit(Submission.of(one.message("first")));
        one.store().lose(1);
        assertRefusesToGoOn(one);
    }

    @Test
    void store_thatHoldsOthersInTheirPlace_isNotWrittenAnyMore() {
        one.commit(Submission.of(one.message("first")));
        one.store().rewrite();
        assertRefusesToGoOn(one);
    }

    private static void assertRefusesToGoOn(LogScene scene) {
        assertThatThrownBy(() -> scene.commit(Submission.of(scene.message("second"))))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED))
                .hasMessageContaining("no longer holds the 3 entries that this hub has signed for");
    }
}
