package org.demarche.refusal;

import java.util.Objects;

/**
 * Why something is not taken.
 *
 * @param reason the stable reason
 * @param sentence one sentence for people: what, where, expected what
 */
public record Refusal(Reason reason, String sentence) {
    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(sentence, "sentence");
    }

    @Override
    public String toString() {
        return reason + ": " + sentence;
    }
}
