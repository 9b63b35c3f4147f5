package org.demarche.server.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.demarche.server.TestHub;

/** What a monitor learns from a hub. */
record Asked(int status, String body) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    static Asked of(TestHub hub, String path) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:" + hub.process().operationsAddress().getPort() + path);
        HttpResponse<String> response =
                CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return new Asked(response.statusCode(), response.body());
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(body);
    }

    /** Samples by name and labels. */
    Map<String, Double> metrics() {
        Map<String, Double> all = new TreeMap<>();
        body.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            all.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return all;
    }
}
