package org.demarche.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;

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

    @FuzzTest(maxDuration = "10m")
    void notice(byte[] bytes) {
        try {
            UnverifiedNotice.parse(bytes);
        } catch (RefusedException refused) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10m")
    void entry(byte[] bytes) {
        try {
            UnverifiedEntry.parse(bytes);
        } catch (RefusedException refused) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10m")
    void charter(byte[] bytes) {
        CharterParser.parse(bytes);
    }

    @FuzzTest(maxDuration = "10m")
    void rule(byte[] bytes) {
        try {
            RuleParser.parse(new String(bytes, StandardCharsets.UTF_8), NAMES);
        } catch (RuleException refused) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10m")
    void checkpoint(byte[] bytes) {
        try {
            Checkpoint.parse(Note.parse(bytes).text());
        } catch (NoteException refused) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10m")
    void noteKey(byte[] bytes) {
        try {
            NoteKey.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (NoteException refused) {
            return;
        }
    }

    @FuzzTest(maxDuration = "10m")
    void bundle(byte[] bytes) {
        Verification.verify(bytes, Sha256.of(), Optional.empty(), TRUSTING);
    }
}
