package org.demarche.misbehaviour;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.envelope.Strict;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.lies.LieKeys;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.CharterGenesis;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.proto.v1.ProvenEntry;
import org.demarche.proto.v1.RefusedEntry;
import org.junit.jupiter.api.Test;

/** Whoever makes a log of his own, under the origin of another and with the pinned charter somewhere in it, convicts nobody. */
class StrangersLogTest {
    private static final LogSigningKey STRANGER = LogSigningKey.generate(new SecureRandom());
    private static final String ORIGIN = "lies.example/plan";
    private static final long AT_MS = 1_772_346_120_000L;

    private final MemoryTree tree = new MemoryTree();
    private final List<LogEntry> entries;

    StrangersLogTest() throws IOException {
        String pinned = plain();
        // His own charter: the pinned one, with his keys as the log's.
        String own = pinned.replace(
                        LieKeys.log("log").publicKey().ed25519Id().fingerprint(),
                        STRANGER.publicKey().ed25519Id().fingerprint())
                .replace(
                        LieKeys.log("log").publicKey().mlDsa44Id().fingerprint(),
                        STRANGER.publicKey().mlDsa44Id().fingerprint());
        assertThat(own).isNotEqualTo(pinned);
        LogEntry first = genesis(0, own);
        ByteString governance = Merkle.leaf(Strict.encode(first)).byteString();
        // An honest notice, under a key that his log does not know: the rules refuse it there.
        LogEntry refused = honest().toBuilder()
                .setIndex(1)
                .setAcceptedAtMs(AT_MS)
                .setGovernance(governance)
                .clearIncidentPrevious()
                .build();
        entries = List.of(first, refused, genesis(2, pinned));
        entries.forEach(e -> tree.append(Merkle.leaf(Strict.encode(e))));
    }

    private static String plain() throws IOException {
        try (InputStream text = StrangersLogTest.class.getResourceAsStream("/lies/plain.toml")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static LogEntry honest() throws IOException {
        try (InputStream file = StrangersLogTest.class.getResourceAsStream("/lies/honest-notice.evidence")) {
            EvidenceBundle bundle = EvidenceBundle.parseFrom(file);
            return LogEntry.parseFrom(bundle.getEntries(0).getEntry());
        }
    }

    private static LogEntry genesis(long index, String text) {
        return LogEntry.newBuilder()
                .setIndex(index)
                .setAcceptedAtMs(AT_MS)
                .setGenesis(CharterGenesis.newBuilder().setText(ByteString.copyFromUtf8(text)))
                .build();
    }

    private ProvenEntry proven(int index) {
        return ProvenEntry.newBuilder()
                .setEntry(ByteString.copyFrom(Strict.encode(entries.get(index))))
                .addAllInclusion(Proofs.inclusion(index, tree.size(), tree).stream()
                        .map(Sha256::byteString)
                        .toList())
                .build();
    }

    private Report verify(int... governance) throws IOException {
        MisbehaviourFile.Builder file = MisbehaviourFile.newBuilder()
                .setFormat("demarche-misbehaviour")
                .setVersion(1)
                .addLogKeys(LogKeys.newBuilder()
                        .setEd25519(ByteString.copyFrom(STRANGER.publicKey().ed25519()))
                        .setMlDsa44(ByteString.copyFrom(STRANGER.publicKey().mlDsa44())))
                .setCheckpoint(ByteString.copyFrom(new CheckpointSigner(ORIGIN, STRANGER)
                        .sign(tree.head(tree.size()), Instant.ofEpochMilli(AT_MS))))
                .addEntries(proven(1))
                .setRefusedEntry(RefusedEntry.getDefaultInstance());
        for (int index : governance) {
            file.addGovernance(proven(index));
        }
        Sha256 pinned = Sha256.of(plain().getBytes(StandardCharsets.UTF_8));
        return MisbehaviourVerification.verify(Strict.encode(file.build()), pinned, SignatureVerifier.bouncyCastle());
    }

    @Test
    void verify_pinnedCharterBehindTheStrangers_isUnreadable() throws IOException {
        assertThat(verify(2, 0).verdict().code()).isEqualTo(Code.UNREADABLE);
        assertThat(verify(2).verdict().code()).isEqualTo(Code.UNREADABLE);
    }

    @Test
    void verify_strangersCharterFirst_isOfAnotherLog() throws IOException {
        assertThat(verify(0, 2).verdict().code()).isEqualTo(Code.OTHER_CHARTER);
        assertThat(verify(0).verdict().code()).isEqualTo(Code.OTHER_CHARTER);
    }
}
