package org.demarche.conformance;

import static org.demarche.conformance.HeadVectors.changed;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Tale;

/** Cosignatures of a witness under a head, which count only in pairs. */
final class CosignatureVectors {
    private static final String CHECK = "cosignature/check";
    private static final String WITNESS = "GB-w";

    private final Vectors vectors;
    private final LieLog log = Tale.plain().log();
    private final byte[] head = log.checkpoint(6);
    private final String plain = utf8(head);
    private final List<String> lines = linesAt(LieLog.HOUR);

    private CosignatureVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        CosignatureVectors told = new CosignatureVectors(vectors);
        told.valid();
        told.absent();
        told.lies();
    }

    private void valid() {
        vectors.accept(CHECK, "cosignature", "Both lines hold", note(plain + lines.get(0) + lines.get(1)));
        vectors.accept(
                CHECK,
                "cosignature-lines-changed-over",
                "The order of lines is free",
                note(plain + lines.get(1) + lines.get(0)));
        List<String> later = linesAt(2 * LieLog.HOUR);
        vectors.accept(
                CHECK,
                "cosignature-ml-dsa-later",
                "At two times it counts at the later: that of ML-DSA",
                note(plain + lines.get(0) + later.get(1)));
        vectors.accept(
                CHECK,
                "cosignature-ed25519-later",
                "At two times it counts at the later: that of Ed25519",
                note(plain + later.get(0) + lines.get(1)));
        vectors.accept(
                CHECK,
                "cosignature-before-the-head",
                "The times are older than the log's own: that is no falsehood",
                note(plain + String.join("", linesAt(-LieLog.HOUR))));
        vectors.accept(
                CHECK,
                "cosignature-beside-others",
                "Lines of another witness change nothing",
                note(utf8(log.cosigned(head, LieLog.HOUR, "FR-w", WITNESS))));
    }

    private void absent() {
        vectors.refuse(CHECK, "cosignature-absent", "The witness has said nothing", note(plain));
        vectors.refuse(
                CHECK,
                "cosignature-without-ml-dsa",
                "The Ed25519 line alone does not count",
                note(plain + lines.get(0)));
        vectors.refuse(
                CHECK,
                "cosignature-without-ed25519",
                "The ML-DSA line alone does not count",
                note(plain + lines.get(1)));
        vectors.refuse(
                CHECK,
                "cosignature-of-another-name",
                "Under another name the key ids are others",
                note(plain + lines.get(0) + lines.get(1)).but("name", "FR-w"));
        LogPublicKey other = LieKeys.log("FR-w").publicKey();
        vectors.refuse(
                CHECK,
                "cosignature-of-another-key",
                "Other keys have other key ids",
                note(plain + lines.get(0) + lines.get(1))
                        .but("ed25519", other.ed25519())
                        .but("ml_dsa_44", other.mlDsa44()));
        vectors.refuse(
                CHECK,
                "cosignature-ml-dsa-of-another-key",
                "Of another ML-DSA key there is no line",
                note(plain + lines.get(0) + lines.get(1)).but("ml_dsa_44", other.mlDsa44()));
        vectors.refuse(
                CHECK,
                "cosignature-of-an-unsigned-head",
                "A head without the log's own signatures is none",
                note(plain.substring(0, plain.indexOf("\n\n") + 2) + lines.get(0) + lines.get(1)));
    }

    private void lies() {
        lie("ed25519-changed", "A bit of the Ed25519 signature is another", changed(lines.get(0), 20), lines.get(1));
        lie("ml-dsa-changed", "A bit of the ML-DSA signature is another", lines.get(0), changed(lines.get(1), 20));
        lie("ed25519-time-changed", "The time of the Ed25519 line is another", changed(lines.get(0), 11), lines.get(1));
        lie("ml-dsa-time-changed", "The time of the ML-DSA line is another", lines.get(0), changed(lines.get(1), 11));
        lie(
                "ed25519-changed-alone",
                "A false line is false, even if the other is missing",
                changed(lines.get(0), 20),
                "");
        lie("times-zero", "The ML-DSA line states the time 0", lines.get(0), changed(lines.get(1), 4, 12, (byte) 0));
        List<String> older = linesOf(log.checkpoint(5), LieLog.HOUR);
        lie("of-another-head", "Both lines are of another head", older.get(0), older.get(1));
        lie("ml-dsa-of-another-head", "The ML-DSA line is of another head", lines.get(0), older.get(1));
    }

    private void lie(String mutation, String about, String ed25519, String mlDsa) {
        vectors.refuse(CHECK, "cosignature-" + mutation, about, note(plain + ed25519 + mlDsa));
    }

    private Given note(String note) {
        LogPublicKey logKey = LieKeys.log("log").publicKey();
        LogPublicKey key = LieKeys.log(WITNESS).publicKey();
        return new Given()
                .bytes("note", note.getBytes(StandardCharsets.UTF_8))
                .text("origin", LieLog.ORIGIN)
                .bytes("log_ed25519", logKey.ed25519())
                .bytes("log_ml_dsa_44", logKey.mlDsa44())
                .text("name", WITNESS)
                .bytes("ed25519", key.ed25519())
                .bytes("ml_dsa_44", key.mlDsa44());
    }

    private List<String> linesAt(long sinceStartMs) {
        return linesOf(head, sinceStartMs);
    }

    private List<String> linesOf(byte[] note, long sinceStartMs) {
        return utf8(log.cosigned(note, sinceStartMs, WITNESS))
                .substring(utf8(note).length())
                .lines()
                .map(l -> l + "\n")
                .toList();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
