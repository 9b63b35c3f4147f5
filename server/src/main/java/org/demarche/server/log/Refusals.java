package org.demarche.server.log;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.checkpoint.RefusalSigner;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.SignedRefusal;

/**
 * Signs refusals, so that "they would not take it" can be shown. What is signed names exactly the entries and the time by which the notice was judged, and the key and signatures
 * under which it came: whoever has these entries can judge it again, and an honest hub can be held to nothing else.
 */
public final class Refusals {
    private static final int LONGEST_SENTENCE = 400;

    private final HubLog log;
    private final LongSupplier wallMs;

    /** Refusals by {@code log}. */
    public Refusals(HubLog log, LongSupplier wallMs) {
        this.log = log;
        this.wallMs = wallMs;
    }

    /**
     * The hub's signed word that it would not take this notice: behind the head by which it was judged, or, if the log had no part in it, the newest. Empty where it does not
     * hold the log's keys.
     */
    public Optional<SignedRefusal> sign(UnverifiedNotice notice, Answer.Refused refused) {
        Published published = log.published();
        Head head = refused.judged().map(Judged::head).orElse(published.head());
        return log.signingKeyAt(head.size()).map(key -> {
            org.demarche.proto.v1.Refusal.Builder refusal = org.demarche.proto.v1.Refusal.newBuilder()
                    .setOrigin(published.governance().charter().log().origin())
                    .setNotice(notice.id().byteString())
                    .setReason(refused.refusal().reason().name())
                    .setSentence(cut(refused.refusal().sentence()))
                    .setSize(head.size())
                    .setRoot(head.root().byteString())
                    .setRefusedAtMs(refused.judged().map(Judged::atMs).orElseGet(wallMs::getAsLong))
                    .setSubmitted(Sha256.of(notice.bytes().toByteArray()).byteString());
            refused.judged().ifPresent(judged -> {
                refusal.setGovernance(judged.governance().byteString());
                judged.incidentLast().ifPresent(leaf -> refusal.setIncidentLast(leaf.byteString()));
            });
            return new RefusalSigner(key).sign(refusal.build());
        });
    }

    /** It travels in HTTP/2 headers, beside the same sentence in the status. */
    private static String cut(String sentence) {
        return sentence.length() <= LONGEST_SENTENCE ? sentence : sentence.substring(0, LONGEST_SENTENCE - 1) + "…";
    }
}
