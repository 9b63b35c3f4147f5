package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;

/** Step 2: the log begins with the charter that the reader trusts, and no text that may have followed it is missing. */
final class CharterStep {
    private CharterStep() {}

    static Step of(Dossier file) {
        Optional<ByteString> text = file.bundle().genesis();
        Optional<Charter> genesis = file.genesis();
        if (text.isEmpty()) {
            return undecided("the file does not bring the charter with which its log begins");
        }
        Sha256 hash = Sha256.of(text.get().toByteArray());
        if (!hash.equals(file.pinned())) {
            return undecided("the log begins with charter " + hash.brief() + "…"
                    + genesis.map(c -> " (\"" + c.title() + "\")").orElse("") + "; you trust "
                    + file.pinned().brief() + "…");
        }
        if (genesis.isEmpty()) {
            return undecided("the text that you trust is not a charter that this program can read");
        }
        if (!genesis.get().mayBeginLog()) {
            return undecided("the text that you trust is version "
                    + genesis.get().version() + " of a charter; a log begins with version 1");
        }
        Optional<Sha256> missing = file.bundle().missingTexts().stream().findFirst();
        return missing.map(m -> undecided("the text of charter " + m.brief()
                        + "…, to which a party assented, is missing; it may have been adopted"))
                .orElseGet(() -> Step.ok(
                        Check.CHARTER,
                        "the log begins with the charter that you trust, \""
                                + genesis.get().title() + "\""));
    }

    private static Step undecided(String sentence) {
        return Step.undecided(Check.CHARTER, Code.OTHER_CHARTER, sentence);
    }
}
