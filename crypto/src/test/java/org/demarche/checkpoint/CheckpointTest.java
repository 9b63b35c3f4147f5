package org.demarche.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    @Test
    void parse_theSpecificationsExample_isRead() throws NoteException {
        String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
        Checkpoint checkpoint = Checkpoint.parse(text);
        assertThat(checkpoint.origin()).isEqualTo("example.com/behind-the-sofa");
        assertThat(checkpoint.head().size()).isEqualTo(20_852_163);
        assertThat(checkpoint.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "log\n5\n" + ROOT,
                "log\n5\n" + ROOT + "\n\n",
                "log\n5\n" + ROOT + "\nextension\n",
                "log\n5\n",
                "\n5\n" + ROOT + "\n",
                "a log\n5\n" + ROOT + "\n",
                "a+log\n5\n" + ROOT + "\n",
                "log\n\n" + ROOT + "\n",
                "log\n05\n" + ROOT + "\n",
                "log\n00\n" + ROOT + "\n",
                "log\n+5\n" + ROOT + "\n",
                "log\n-5\n" + ROOT + "\n",
                "log\n 5\n" + ROOT + "\n",
                "log\n5 \n" + ROOT + "\n",
                "log\n5.0\n" + ROOT + "\n",
                "log\n0x5\n" + ROOT + "\n",
                "log\n٥\n" + ROOT + "\n",
                "log\n9223372036854775808\n" + ROOT + "\n",
                "log\n10000000000000000000\n" + ROOT + "\n",
                "log\n18446744073709551621\n" + ROOT + "\n",
                "log\n5\n CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
                "log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
                "log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "log\n5\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
                "log\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "log\n5\n\n",
                "log\n0\n" + ROOT + "\n"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(NoteException.class);
    }

    @Test
    void parse_extremes_areTheIdentity() throws NoteException {
        for (Head head : new Head[] {new Head(0, Merkle.EMPTY_ROOT), new Head(Long.MAX_VALUE, Sha256.of())}) {
            Checkpoint checkpoint = new Checkpoint("x".repeat(255), head);
            assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        }
        String tooLong = "x".repeat(256) + "\n5\n" + ROOT + "\n";
        assertThatThrownBy(() -> Checkpoint.parse(tooLong)).isInstanceOf(NoteException.class);
    }

    @Test
    void checkpoint_ofOurOwn_isCheckedToo() {
        Head head = new Head(1, Merkle.EMPTY_ROOT);
        assertThatThrownBy(() -> new Checkpoint("a b", head)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a\n5", head)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("", head)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a", new Head(0, Merkle.leaf(new byte[0]))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
