package org.demarche.client.cli;

import org.demarche.client.Delivery;
import org.demarche.situation.Phrases;

/** Entries that a desk was given, in a few words. */
final class Deliveries {
    private Deliveries() {}

    /** Who speaks: {@code NO/watch}, {@code NO}, or {@code hub}. */
    static String from(Delivery delivery) {
        return delivery.notice()
                .map(n -> n.getAuthor() + delivery.desk().map(d -> "/" + d).orElse(""))
                .orElse("hub");
    }

    /** What is said, in a few words. */
    static String what(Delivery delivery) {
        return delivery.notice()
                .map(Phrases::what)
                .orElseGet(() -> delivery.incident().isPresent() ? "time mark" : "the charter's text: the log begins");
    }
}
