package org.demarche.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.demarche.archive.Continuity;
import org.demarche.archive.Ending;

/** Until when a file is good, as {@link ReportJson} describes it. */
final class DurabilityJson {
    private DurabilityJson() {}

    static ObjectNode of(Durability durability) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("at", TimeJson.instant(Optional.of(durability.at())))
                .put("good", durability.holds());
        ending(json, Optional.of(durability.until()));
        ending(json.putObject("own"), Optional.of(durability.own()));
        ArrayNode records = json.put("needed", durability.needed()).putArray("records");
        durability.records().forEach(r -> record(records.addObject(), r));
        return json;
    }

    private static void record(ObjectNode json, KeptRecord record) {
        ending(json.put("number", record.number()), record.ending());
        List<TimeBounds.Said> times = record.held().map(Continuity::links).orElse(List.of()).stream()
                .map(l -> new TimeBounds.Said(l.authority(), l.at()))
                .toList();
        json.set("times", TimeJson.times(times));
        json.put("trouble", record.held().isPresent() ? null : record.trouble());
    }

    private static void ending(ObjectNode json, Optional<Ending> ending) {
        Optional<Ending> known = ending.filter(e -> !e.at().equals(Instant.MAX));
        json.put("until", TimeJson.instant(known.map(Ending::at)))
                .put("ends", known.map(Ending::what).orElse(null));
    }
}
