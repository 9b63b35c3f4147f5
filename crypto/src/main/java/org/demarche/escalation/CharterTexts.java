package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.hash.Sha256;

/**
 * Texts that travel beside the governance chain. {@code CharterText} notices are not linked into that chain, so a bundle brings every text that an assent in it
 * names. In a whole log the texts come as notices, and there is nothing beside it.
 */
@FunctionalInterface
public interface CharterTexts {
    /** No text beside the log. */
    CharterTexts NONE = hash -> Optional.empty();

    /** The text with this hash. */
    Optional<ByteString> find(Sha256 hash);
}
