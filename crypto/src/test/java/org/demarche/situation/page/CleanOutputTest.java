package org.demarche.situation.page;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CleanOutputTest {
    @Property
    void writeUserContent_anyText_staysText(@ForAll String text) {
        CleanOutput out = new CleanOutput();
        out.writeContent("<p title=\"");
        out.setContext("p", "title");
        out.writeUserContent(text);
        out.writeContent("\">");
        out.setContext("p", null);
        out.writeUserContent(text);
        out.writeContent("</p>");
        var p = Markup.page(out.toString()).getDocumentElement();
        assertThat(p.getTextContent()).isEqualTo(CleanOutput.clean(text));
        assertThat(p.getAttribute("title")).isEqualTo(CleanOutput.clean(text));
    }

    @Test
    void clean_whatDressesUpOrBreaks_becomesABlank() {
        assertThat(CleanOutput.clean("a\u202Eb\u2066c\u0000d\u200Be\nf\uD800g\uFFFFh\u009Fi"))
                .isEqualTo("a b c d e f g h i");
        assertThat(CleanOutput.clean("Київ · Łódź 🚩")).isEqualTo("Київ · Łódź 🚩");
    }
}
