package org.demarche.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** Whether the answer is for machines. */
    boolean isJson() {
        return form == Form.JSON;
    }

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

    /**
     * Prints names and values, and rows that all have the same names, for people as a table beneath.
     *
     * @param named what the rows are
     */
    void print(PrintWriter out, Map<String, Object> data, String named, List<Map<String, Object>> rows) {
        if (form == Form.JSON) {
            Map<String, Object> all = new LinkedHashMap<>(data);
            all.put(named, rows);
            out.println(json(all));
            return;
        }
        print(out, data);
        if (!rows.isEmpty()) {
            out.println();
            List<List<String>> lines = new ArrayList<>();
            lines.add(rows.get(0).keySet().stream()
                    .map(name -> name.replace('_', ' '))
                    .toList());
            rows.forEach(
                    row -> lines.add(row.values().stream().map(String::valueOf).toList()));
            lines.forEach(line -> out.println(aligned(line, lines)));
        }
    }

    private static String aligned(List<String> line, List<List<String>> all) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.size(); i++) {
            int column = i;
            int width = all.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
            text.append(line.get(i)).append(" ".repeat(width - line.get(i).length() + 2));
        }
        return text.toString().stripTrailing();
    }

    private static String json(Map<String, Object> data) {
        try {
            return new ObjectMapper().writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written as JSON", e);
        }
    }
}
