package org.demarche.server.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterCheckTest {
    private static ClusterCheck replicated(String names, boolean maySee, int live) {
        return new ClusterCheck("on", "on", "on", names, maySee, live);
    }

    @ParameterizedTest
    @CsvSource({"on, 0", "remote_apply, 0", "on, 1"})
    void whyUnsafe_soundSettings_isEmpty(String commit, int standbys) {
        ClusterCheck sound = new ClusterCheck("on", "on", commit, "ANY 1 (a, b)", true, 2);
        assertThat(sound.whyUnsafe("hub", standbys)).isEmpty();
    }

    @Test
    void whyUnsafe_oneServerAlone_needsNoStandby() {
        assertThat(replicated("", false, 0).whyUnsafe("hub", 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "off, on, on, 'set fsync = on'",
        "on, off, on, 'set full_page_writes = on'",
        "on, on, off, 'ALTER ROLE hub RESET synchronous_commit'",
        "on, on, local, 'ALTER ROLE hub RESET synchronous_commit'",
        "on, on, remote_write, 'ALTER ROLE hub RESET synchronous_commit'",
    })
    void whyUnsafe_settingThatLosesCommits_saysWhatMendsIt(String fsync, String pages, String commit, String mends) {
        ClusterCheck unsound = new ClusterCheck(fsync, pages, commit, "", true, 0);
        assertThat(unsound.whyUnsafe("hub", 0))
                .hasValueSatisfying(why -> assertThat(why).contains(mends));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | true  | 2 | 1 | synchronous_standby_names is empty",
                "ANY 1 (a, b)     | true  | 2 | 2 | a commit waits for 1 standby, and 2 must have it",
                "a, b             | true  | 2 | 2 | a commit waits for 1 standby, and 2 must have it",
                "FIRST 2 (a, b)   | true  | 1 | 2 | 1 synchronous standbys are streaming, and 2 must",
                "2 (a, b)         | true  | 1 | 2 | 1 synchronous standbys are streaming, and 2 must",
                "ANY 1 (a, b)     | true  | 0 | 1 | start a standby",
                "ANY 1 (a, b)     | false | 0 | 1 | GRANT pg_read_all_stats TO hub",
            })
    void whyUnsafe_standbysMissing_saysWhatMendsIt(String names, boolean maySee, int live, int needed, String says) {
        assertThat(replicated(names, maySee, live).whyUnsafe("hub", needed))
                .hasValueSatisfying(why -> assertThat(why).contains(says));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"ANY 2 (a, b, c)", "any 2(a,b,c)", "FIRST 2 (a, b)", "2 (a, b)", "  ANY 2 (\"a-1\", b)"})
    void whyUnsafe_enoughStandbys_isEmpty(String names) {
        assertThat(replicated(names, true, 2).whyUnsafe("hub", 2)).isEmpty();
    }
}
