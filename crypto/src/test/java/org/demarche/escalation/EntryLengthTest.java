package org.demarche.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.OptionsProto;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** C2SP tlog-tiles gives an entry two bytes for its length: nothing longer may come into the log, and nothing that may be said is longer. */
class EntryLengthTest {
    private static final int LONGEST = 65_535;

    private static Reason refused(byte[] bytes) {
        return catchThrowableOfType(RefusedException.class, () -> UnverifiedEntry.parse(bytes))
                .refusal()
                .reason();
    }

    @Test
    void entry_longerThanTwoBytesCanSay_isRefusedBeforeItIsParsed() {
        assertThat(UnverifiedEntry.MAX_BYTES).isEqualTo(LONGEST);
        assertThat(refused(new byte[LONGEST + 1])).isEqualTo(Reason.TOO_LARGE);
        assertThat(refused(new byte[LONGEST])).isNotEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void entry_withTheLongestNotice_fits() {
        int longest = SignedNotice.getDescriptor().getOptions().getExtension(OptionsProto.maxEncodedBytes);
        // The number of its bytes and their field cost as much as those of any other bytes.
        LogEntry entry = full().setGenesis(CharterGenesis.newBuilder().setText(ByteString.copyFrom(new byte[longest])))
                .build();
        assertThat(entry.getSerializedSize()).isLessThan(LONGEST);
    }

    @Test
    void entry_withTheLongestCharter_fits() {
        LogEntry entry = full().setGenesis(CharterGenesis.newBuilder().setText(ByteString.copyFrom(new byte[61_440])))
                .build();
        assertThat(entry.getSerializedSize()).isLessThan(LONGEST);
    }

    /** With everything that a hub adds, as long as it can be. */
    private static LogEntry.Builder full() {
        return LogEntry.newBuilder()
                .setIndex(Long.MAX_VALUE)
                .setAcceptedAtMs(Long.MAX_VALUE)
                .setIncidentPrevious(Sha256.of().byteString())
                .setGovernance(Sha256.of().byteString());
    }
}
