package org.demarche.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option that says in which form data are printed. */
final class Output {
    private enum Form {
        TABLE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the answer: table (default) or json.")
    private Form form = Form.TABLE;

    /** Prints names and values: as aligned lines for people, or as one JSON object. */
    void print(PrintWriter out, Map<String, Object> data) {
        if (form == Form.JSON) {
            out.println(json(data));
            return;
        }
        int width = data.keySet().stream().mapToInt(String::length).max().orElse(0);
        data.forEach(
                (name, value) -> out.println(name.replace('_', ' ') + " ".repeat(width - name.length() + 2) + value));
    }

    private static String json(Map<String, Object> data) {
        try {
            return new ObjectMapper().writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written as JSON", e);
        }
    }
}
