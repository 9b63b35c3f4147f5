package org.demarche.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.demarche.hash.Sha256;

/**
 * A line of an audit trail.
 *
 * @param number from 1
 * @param at when, by the machine's clock, in whole milliseconds
 * @param who the account of the machine that did it
 * @param act what was done
 * @param details by name: files, versions, digests; never a secret
 * @param previous SHA-256 of the line before, without its end; all zeros in the first
 */
public record AuditLine(long number, Instant at, String who, String act, Map<String, String> details, Sha256 previous) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    public AuditLine {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /** The line, without its end. */
    public byte[] bytes() {
        ObjectNode object = JSON.createObjectNode()
                .put("number", number)
                .put("at", at.toString())
                .put("who", who)
                .put("act", act);
        ObjectNode more = object.putObject("details");
        details.forEach(more::put);
        object.put("previous", previous.hex());
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The line in these bytes; empty: they are not what {@link #bytes} writes. */
    static Optional<AuditLine> parse(byte[] bytes) {
        try {
            JsonNode object = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
            Map<String, String> details = new TreeMap<>();
            object.path("details")
                    .properties()
                    .forEach(e -> details.put(e.getKey(), e.getValue().asText()));
            Optional<Sha256> previous =
                    Sha256.parseFingerprint("sha256:" + object.path("previous").asText());
            if (previous.isEmpty()) {
                return Optional.empty();
            }
            AuditLine line = new AuditLine(
                    object.path("number").asLong(),
                    Instant.parse(object.path("at").asText()),
                    object.path("who").asText(),
                    object.path("act").asText(),
                    details,
                    previous.get());
            return Arrays.equals(line.bytes(), bytes) ? Optional.of(line) : Optional.empty();
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
