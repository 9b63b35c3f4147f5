package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.misbehaviour.ShownLog;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.junit.jupiter.api.Test;

/** The chains of a log as somebody finds them who holds all its entries, sound or not. */
class ShownLogTest {
    private static ShownLog shown(LieLog log) {
        return new ShownLog(i -> log.source().entry(i), log.size());
    }

    @Test
    void chains_ofASoundLog_areThoseThatItsEntriesName() {
        Tale tale = Tale.plain();
        tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
        ShownLog shown = shown(tale.log());
        assertThat(shown.refused()).isEmpty();
        assertThat(shown.size()).isEqualTo(7);
        assertThat(shown.tree().head(7)).isEqualTo(tale.log().tree().head(7));
        assertThat(shown.nodes()).isSameAs(shown.tree());
        assertThat(shown.entry(3)).isEqualTo(tale.log().source().entry(3));
        assertThat(shown.governanceUpTo(6)).containsExactly(0L, 1L, 6L);
        assertThat(shown.governanceUpTo(5)).containsExactly(0L, 1L);
        assertThat(shown.incidentUpTo(tale.incident(), 5)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(shown.incidentUpTo(tale.incident(), 4)).containsExactly(2L, 3L, 4L);
        assertThat(shown.incidentUpTo(Sha256.of(new byte[1]), 6)).isEmpty();
    }

    @Test
    void refused_isTheFirstEntryThatTheRulesRefuse() {
        Tale tale = Tale.plain();
        tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
        tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
        assertThat(shown(tale.log()).refused()).hasValue(6);
    }

    @Test
    void refused_isAnEntryThatIsNone() {
        Tale tale = Tale.plain();
        byte[] none = "none".getBytes(StandardCharsets.US_ASCII);
        ShownLog shown = new ShownLog(i -> i == 4 ? none : tale.log().source().entry(i), 6);
        assertThat(shown.refused()).hasValue(4);
        assertThat(shown.size()).isEqualTo(6);
        assertThat(shown.tree().head(4)).isEqualTo(tale.log().tree().head(4));
    }

    @Test
    void governance_behindARefusedEntry_isEveryAssentAndKeyChange() {
        Tale tale = Tale.plain();
        tale.log().say("UA/watch", Says.propose(tale.incident(), 1));
        tale.log().assent("GB/root", LieCharter.plain(), "GB/root", "GB/watch");
        tale.log().say("UA/watch", Says.message("Hello"));
        tale.log().govern("UA/root", Notice.newBuilder().setKeyChange(KeyChange.getDefaultInstance()));
        ShownLog shown = shown(tale.log());
        assertThat(shown.refused()).hasValue(6);
        assertThat(shown.governanceUpTo(9)).isEqualTo(List.of(0L, 1L, 7L, 9L));
    }

    @Test
    void charterText_thatAPartyPut_isFoundByItsHash() {
        Tale tale = Tale.plain();
        LieCharter next = LieCharter.plain().successor();
        ByteString text = ByteString.copyFrom(next.bytes());
        tale.log()
                .say(
                        "UA/root",
                        Notice.newBuilder()
                                .setCharterText(CharterText.newBuilder().setText(text)));
        assertThat(shown(tale.log()).charterText(next.hash())).contains(text);
        assertThat(shown(tale.log()).charterText(LieCharter.plain().hash())).isEmpty();
    }

    @Test
    void head_isNoneOfItsParts() {
        ShownLog shown = shown(Tale.plain().log());
        assertThatThrownBy(shown::checkpoint).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(shown::logKey).isInstanceOf(UnsupportedOperationException.class);
    }
}
