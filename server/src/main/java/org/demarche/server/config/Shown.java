package org.demarche.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A configuration as it holds, written as TOML that means the same, with a comment on where each value comes from. Of secrets it has the names of their files alone. */
public final class Shown {
    private Shown() {}

    /** The text. */
    public static String toml(List<Effective> settings) {
        List<String> lines = new ArrayList<>();
        String table = "";
        for (Effective one : settings) {
            String next = one.key().substring(0, one.key().lastIndexOf('.'));
            if (!next.equals(table)) {
                if (!table.isEmpty()) {
                    lines.add("");
                }
                table = next;
                lines.add(
                        one.setting().key().contains("*")
                                ? "[[" + next.substring(0, next.lastIndexOf('.')) + "]]"
                                : "[" + next + "]");
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%-44s # %s",
                    one.toml()
                            .map(value -> one.setting().name() + " = " + value)
                            .orElse("# " + one.setting().name() + " ="),
                    one.toml().isEmpty() ? "not set" : one.origin().text()));
        }
        return String.join("\n", lines) + "\n";
    }
}
