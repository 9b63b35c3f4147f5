package org.demarche.conformance;

import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Tale;

/** What a signer writes, from seeds that everybody knows: all of it is deterministic. */
final class SigningVectors {
    private SigningVectors() {}

    static void tell(Vectors vectors) {
        Tale tale = Tale.plain();
        LieLog log = tale.log();
        vectors.accept(
                "signing/notice",
                "notice",
                "The notice of the worked example, signed",
                seeds("UA/watch")
                        .bytes(
                                "notice",
                                log.entry(tale.last()).getNotice().getNotice().toByteArray()));
        for (int size : new int[] {1, 6}) {
            vectors.accept(
                    "signing/checkpoint",
                    "checkpoint-of-" + size,
                    "The head of " + size + ", signed by the log",
                    seeds("log")
                            .text("origin", LieLog.ORIGIN)
                            .number("size", size)
                            .bytes("root", log.anchor(size).getRoot().toByteArray())
                            .number("time_s", 1_772_346_120L));
        }
        vectors.accept(
                "signing/checkpoint",
                "checkpoint-of-nothing",
                "The head of the empty log",
                seeds("log")
                        .text("origin", LieLog.ORIGIN)
                        .number("size", 0)
                        .hash("root", Sha256.of())
                        .number("time_s", 1));
        LogPublicKey logKey = LieKeys.log("log").publicKey();
        for (String witness : new String[] {"UA-w", "GB-w"}) {
            vectors.accept(
                    "signing/cosignature",
                    "cosignature-of-" + witness,
                    "The lines of a witness under the head of 6",
                    seeds(witness)
                            .bytes("note", log.checkpoint(6))
                            .text("origin", LieLog.ORIGIN)
                            .bytes("log_ed25519", logKey.ed25519())
                            .bytes("log_ml_dsa_44", logKey.mlDsa44())
                            .text("name", witness)
                            .number("time_s", 1_772_346_180L));
        }
    }

    private static Given seeds(String name) {
        return new Given()
                .hash("ed25519_seed", LieKeys.seed(name, "ed25519"))
                .hash("ml_dsa_seed", LieKeys.seed(name, "ml-dsa"));
    }
}
