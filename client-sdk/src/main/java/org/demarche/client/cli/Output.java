package org.demarche.client.cli;

import picocli.CommandLine.Option;

/** How an answer is written. */
final class Output {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "For people (table, the default) or for scripts (json).")
    private Form form = Form.table;

    /** The forms. */
    enum Form {
        table,
        json
    }

    boolean json() {
        return form == Form.json;
    }
}
