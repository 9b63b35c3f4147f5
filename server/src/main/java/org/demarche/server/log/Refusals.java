package org.demarche.server.log;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Refusal;

/** Signs refusals, so that "they would not take it" can be shown. */
public final class Refusals {
    private static final int LONGEST_SENTENCE = 400;

    private final HubLog log;
    private final LongSupplier wallMs;

    /** Refusals by {@code log}. */
    public Refusals(HubLog log, LongSupplier wallMs) {
        this.log = log;
        this.wallMs = wallMs;
    }

    /** The hub's signed word that it would not take the notice with this identity, at the newest head; empty where it does not hold the log's keys. */
    public Optional<SignedRefusal> sign(Sha256 notice, Refusal refusal) {
        Published published = log.published();
        return log.signingKeyAt(published.size())
                .map(key -> new RefusalSigner(key)
                        .sign(org.demarche.proto.v1.Refusal.newBuilder()
                                .setOrigin(
                                        published.governance().charter().log().origin())
                                .setNotice(notice.byteString())
                                .setReason(refusal.reason().name())
                                .setSentence(cut(refusal.sentence()))
                                .setSize(published.size())
                                .setRoot(published.head().root().byteString())
                                .setRefusedAtMs(wallMs.getAsLong())
                                .build()));
    }

    /** It travels in HTTP/2 headers, beside the same sentence in the status. */
    private static String cut(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE ? sentence : sentence.substring(0, LONGEST_SENTENCE - 1) + "…";
    }
}
