package org.demarche.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.archive.AlgorithmsParser;
import org.demarche.archive.Authorities;
import org.demarche.archive.RecordVerifier;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.TlogProof;
import org.demarche.conformance.ReferenceClient;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.TilePath;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.MisbehaviourFile;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimeAuthorityKeys;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.junit.jupiter.params.provider.MethodSource;

/** The parsers of bytes from outside, each as a target of a fuzzer that follows the code's branches. Whatever is not a refusal is a finding. */
class ParsersFuzz {
    private static final RuleNames NAMES =
            new RuleNames(Set.of("UA", "GB", "NO"), Map.of("coalition", List.of("GB", "NO")));
    private static final SignatureVerifier TRUSTING = new SignatureVerifier() {
        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            return true;
        }

        @Override
        public String name() {
            return "trusting";
        }
    };

    private static final TimeAuthorityKeys TIME = TimeAuthorityKeys.generate(
            "fuzz", new SecureRandom(), Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    private static final RecordVerifier RECORDS = new RecordVerifier(Authorities.NONE.with("fuzz", TIME.anchor()));
    private static final TokenVerifier AUTHORITY = new TokenVerifier(TIME.anchor(), Optional.empty());
    private static final TimestampRequest REQUEST = TimestampRequest.of(
            Imprint.of(HashAlgorithm.SHA_512, new byte[0]),
            new byte[TimestampRequest.MIN_NONCE_BYTES],
            Optional.empty());

    @MethodSource("org.demarche.fuzz.Seeds#notices")
    @FuzzTest(maxDuration = "10m")
    void notice(byte[] bytes) {
        try {
            UnverifiedNotice.parse(bytes);
        } catch (RefusedException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#entries")
    @FuzzTest(maxDuration = "10m")
    void entry(byte[] bytes) {
        try {
            UnverifiedEntry.parse(bytes);
        } catch (RefusedException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#charters")
    @FuzzTest(maxDuration = "10m")
    void charter(byte[] bytes) {
        CharterParser.parse(bytes);
    }

    @MethodSource("org.demarche.fuzz.Seeds#rules")
    @FuzzTest(maxDuration = "10m")
    void rule(byte[] bytes) {
        try {
            RuleParser.parse(new String(bytes, StandardCharsets.UTF_8), NAMES);
        } catch (RuleException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#checkpoints")
    @FuzzTest(maxDuration = "10m")
    void checkpoint(byte[] bytes) {
        try {
            Checkpoint.parse(Note.parse(bytes).text());
        } catch (NoteException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#addCheckpoints")
    @FuzzTest(maxDuration = "10m")
    void addCheckpoint(byte[] bytes) {
        try {
            if (!Arrays.equals(AddCheckpointRequest.parse(bytes).bytes(), bytes)) {
                throw new IllegalStateException("does not print what it has read");
            }
        } catch (NoteException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#noteKeys")
    @FuzzTest(maxDuration = "10m")
    void noteKey(byte[] bytes) {
        try {
            NoteKey.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoteException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#tlogProofs")
    @FuzzTest(maxDuration = "10m")
    void tlogProof(byte[] bytes) {
        try {
            if (!Arrays.equals(TlogProof.parse(bytes).bytes(), bytes)) {
                throw new AssertionError("a tlog-proof prints other bytes than it took");
            }
        } catch (NoteException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#tilePaths")
    @FuzzTest(maxDuration = "10m")
    void tilePath(byte[] bytes) {
        String path = new String(bytes, StandardCharsets.ISO_8859_1);
        TilePath.parse(path)
                .map(TilePath::text)
                .filter(text -> !text.equals(path))
                .ifPresent(text -> {
                    throw new AssertionError(text);
                });
    }

    @MethodSource("org.demarche.fuzz.Seeds#tokens")
    @FuzzTest(maxDuration = "10m")
    void token(byte[] bytes) {
        try {
            UnverifiedToken token = UnverifiedToken.parse(bytes);
            AUTHORITY.check(token, Imprint.of(HashAlgorithm.SHA_512, new byte[0]));
        } catch (RefusedException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#tokens")
    @FuzzTest(maxDuration = "10m")
    void tokenResponse(byte[] bytes) {
        try {
            REQUEST.tokenIn(bytes);
        } catch (RefusedException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#tokens")
    @FuzzTest(maxDuration = "10m")
    void tokenRequest(byte[] bytes) {
        new TimeAuthority(TIME, new SecureRandom()).answer(bytes, Instant.EPOCH);
    }

    @MethodSource("org.demarche.fuzz.Seeds#records")
    @FuzzTest(maxDuration = "10m")
    void evidenceRecord(byte[] bytes) {
        try {
            UnverifiedRecord record = UnverifiedRecord.parse(bytes);
            RECORDS.check(record, bytes);
            if (!Arrays.equals(record.encode(), bytes)) {
                throw new AssertionError("a record that was read prints to other bytes");
            }
        } catch (RefusedException refused) {
            return;
        }
    }

    @MethodSource("org.demarche.fuzz.Seeds#algorithms")
    @FuzzTest(maxDuration = "10m")
    void algorithms(byte[] bytes) {
        AlgorithmsParser.parse(bytes);
    }

    @MethodSource("org.demarche.fuzz.Seeds#bundles")
    @FuzzTest(maxDuration = "10m")
    void bundle(byte[] bytes) {
        Verification.verify(bytes, genesis(bytes), Optional.empty(), TRUSTING);
    }

    @MethodSource("org.demarche.fuzz.Seeds#misbehaviours")
    @FuzzTest(maxDuration = "10m")
    void misbehaviour(byte[] bytes) {
        MisbehaviourVerification.verify(bytes, genesisOfMisbehaviour(bytes), TRUSTING);
    }

    @MethodSource("org.demarche.fuzz.Seeds#questions")
    @FuzzTest(maxDuration = "10m")
    void conformanceQuestion(byte[] bytes) {
        ReferenceClient.answer(new String(bytes, StandardCharsets.UTF_8));
    }

    private static Sha256 genesisOfMisbehaviour(byte[] bytes) {
        try {
            MisbehaviourFile file = MisbehaviourFile.parseFrom(bytes);
            ByteString first = file.getLogCount() > 0
                    ? file.getLog(0)
                    : file.getGovernanceCount() == 0
                            ? ByteString.EMPTY
                            : file.getGovernance(0).getEntry();
            return Sha256.of(LogEntry.parseFrom(first).getGenesis().getText().toByteArray());
        } catch (InvalidProtocolBufferException unreadable) {
            return Sha256.of();
        }
    }

    /** The hash of the text that the log of a bundle begins with, so that the bundle is looked at beyond its charter. */
    private static Sha256 genesis(byte[] bytes) {
        try {
            EvidenceBundle bundle = EvidenceBundle.parseFrom(bytes);
            ByteString first = bundle.getGovernanceCount() == 0
                    ? ByteString.EMPTY
                    : bundle.getGovernance(0).getEntry();
            return Sha256.of(LogEntry.parseFrom(first).getGenesis().getText().toByteArray());
        } catch (InvalidProtocolBufferException unreadable) {
            return Sha256.of();
        }
    }
}
