package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.demarche.client.Delivery;

/** Entries of the log as lines and as JSON. */
final class Entries {
    /** Columns for what is said, where the whole line is free. */
    static final int WHAT = 32;

    private Entries() {}

    static String heading(int what) {
        return row("ENTRY", "TIME", "FROM", "WHAT", "NOTICE", what);
    }

    /** At most 48 columns, and {@code what} for what is said. Behind the id stands {@link WitnessWords#MARK} if the entry is not yet witnessed. */
    static String row(Delivery entry, int what) {
        return row(
                Long.toString(entry.index()),
                Times.dtg(entry.acceptedAt().toEpochMilli()),
                Page.cut(Deliveries.from(entry), 11),
                Page.cut(
                        (entry.late() ? "LATE " : "")
                                + (entry.compromise().isPresent() ? "DOUBTFUL " : "")
                                + Deliveries.what(entry),
                        what),
                entry.id().map(id -> id.brief()).orElse("-") + WitnessWords.mark(entry.witnessed()),
                what);
    }

    private static String row(String index, String time, String from, String said, String id, int what) {
        return String.format("%5s %-14s %-11s %-" + what + "s %s", index, time, from, said, id);
    }

    static ObjectNode json(ObjectNode node, Delivery entry) {
        node.put("index", entry.index())
                .put("accepted_at", entry.acceptedAt().toString())
                .put("late", entry.late())
                .set("witnessed", WitnessWords.json(entry.witnessed()));
        entry.id().ifPresent(id -> node.put("id", id.hex()));
        entry.desk().ifPresent(desk -> node.put("desk", desk));
        entry.incident().ifPresent(incident -> node.put("incident", incident.hex()));
        entry.compromise()
                .ifPresent(c -> node.putObject("compromised_key")
                        .put("key", c.key().hex())
                        .put("since_index", c.sinceIndex())
                        .put("declared_index", c.declaredIndex())
                        .put("text", c.text()));
        entry.notice().ifPresent(notice -> node.set("notice", ProtoJson.of(notice)));
        return node;
    }
}
