package org.demarche.situation.page;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/**
 * What a page is written to. Every text from outside the templates is escaped where it stands, and what could dress it up as another, or break the page, becomes a
 * blank. There is no other way in.
 */
final class CleanOutput extends OwaspHtmlTemplateOutput {
    private final StringOutput page;

    CleanOutput() {
        this(new StringOutput());
    }

    private CleanOutput(StringOutput page) {
        super(page);
        this.page = page;
    }

    @Override
    public void writeUserContent(String text) {
        super.writeUserContent(clean(text));
    }

    /** Control characters have no place in HTML; formatting ones, bidirectional overrides among them, let a text look like another; the rest is no text. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> switch (Character.getType(c)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> ' ';
                    default -> c;
                })
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
