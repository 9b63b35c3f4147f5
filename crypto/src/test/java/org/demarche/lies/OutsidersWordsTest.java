package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.lies.LogParts.redated;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.misbehaviour.Word;
import org.demarche.verify.VerifyRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A word of another history convicts a log only if the log has signed it. */
class OutsidersWordsTest {
    @TempDir
    private Path directory;

    @Test
    void verify_stateByAnOutsider_convictsNobody() throws Exception {
        Tale tale = Tale.plain();
        ByteString note = ByteString.copyFrom(tale.log().checkpoint(6));
        Head other = redated(tale.log(), 3).tree().head(6);
        tale.log().signedBy("log2");
        Word word = new Word.State(
                CaughtStates.state(tale, s -> s.setRoot(other.root().byteString())));
        assertThat(word.head()).isEqualTo(other);
        assertRefused(tale, note, word);
    }

    @Test
    void verify_refusalByAnOutsider_convictsNobody() throws Exception {
        Tale tale = Tale.plain();
        ByteString note = ByteString.copyFrom(tale.log().checkpoint(6));
        Head other = redated(tale.log(), 3).tree().head(6);
        tale.log().signedBy("log2");
        Word word = new Word.Refusal(
                LogParts.refusal(tale.log(), r -> r.setRoot(other.root().byteString()), LogParts.word(tale)));
        assertThat(word.head()).isEqualTo(other);
        assertRefused(tale, note, word);
    }

    private void assertRefused(Tale tale, ByteString note, Word word) throws Exception {
        byte[] file = new MisbehaviourWriter(
                        tale.log().source(), List.of(LieKeys.log("log").publicKey()), List.of())
                .splitHistory(note, word, tale.log().tree());
        Path path = Files.write(directory.resolve("outsider.misbehaviour"), file);
        VerifyRun run = VerifyRun.of(
                path.toString(), "--charter", LieCharter.plain().hash().hex());
        assertThat(run.exit()).as(run.toString()).isEqualTo(12);
        assertThat(run.out()).contains(" 5  failed");
    }
}
