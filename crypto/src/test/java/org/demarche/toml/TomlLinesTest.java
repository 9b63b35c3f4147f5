package org.demarche.toml;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class TomlLinesTest {
    private static final TomlLines LINES = TomlLines.of("""
            # top = 0
            top = 1
            [a]
            text = '''
            not = 2
            ''' # [no]
            list = [
              "[b]",
              7,
            ]
            after = 3
            [[a.many]]
            name = "x"
            [[a.many]]
              name = { inside = 4 }
            [ c . d ]
            "quoted" = 5
            """);

    @Test
    void lineOf_aKey_isWhereItIsSet() {
        assertThat(LINES.lineOf("top")).hasValue(2);
        assertThat(LINES.lineOf("a.text")).hasValue(4);
        assertThat(LINES.lineOf("a.list")).hasValue(7);
        assertThat(LINES.lineOf("a.after")).hasValue(11);
        assertThat(LINES.lineOf("a.many.0.name")).hasValue(13);
        assertThat(LINES.lineOf("a.many.1.name")).hasValue(15);
    }

    @Test
    void lineOf_whatHasNoLineOfItsOwn_isTheLineAround() {
        assertThat(LINES.lineOf("a.many.1.name.inside")).hasValue(15);
        assertThat(LINES.lineOf("a.many.1.missing")).hasValue(14);
        assertThat(LINES.lineOf("a.many")).hasValue(12);
        assertThat(LINES.lineOf("c.d.quoted")).hasValue(16);
        assertThat(LINES.lineOf("a.not")).hasValue(3);
        assertThat(LINES.lineOf("missing")).isEmpty();
        assertThat(LINES.lineOf("")).isEmpty();
    }

    @Property
    void lineOf_inAnyText_isOneOfItsLinesOrNone(@ForAll String text) {
        TomlLines.of(text + "\n[a]\n")
                .lineOf("a")
                .ifPresent(line -> assertThat(line)
                        .isBetween(1, (int) text.chars().filter(c -> c == '\n').count() + 2));
    }
}
