package org.demarche.client;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Arrays;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/**
 * The log's own word that it would not take a notice, signed with its keys: whoever has the charter and the log's public keys can check it.
 *
 * @param notice identity of the notice
 * @param refusal reason and sentence
 * @param head of the log at that moment
 * @param at the hub's clock
 * @param bytes the encoded SignedRefusal, to keep and to show
 */
public record HubRefusal(Sha256 notice, Refusal refusal, Head head, Instant at, ByteString bytes) {
    /** What has been opened, and the bytes that it was opened from. */
    static HubRefusal of(org.demarche.proto.v1.Refusal opened, SignedRefusal signed) {
        return new HubRefusal(
                Sha256.copyOf(opened.getNotice()),
                refusal(opened.getReason(), opened.getSentence()),
                new Head(opened.getSize(), Sha256.copyOf(opened.getRoot())),
                Instant.ofEpochMilli(opened.getRefusedAtMs()),
                signed.toByteString());
    }

    /** A reason by its name. A newer hub may know reasons that this software does not. */
    static Refusal refusal(String name, String sentence) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst()
                .map(reason -> new Refusal(reason, sentence))
                .orElseGet(() -> new Refusal(Reason.INTERNAL, name + ": " + sentence));
    }
}
