package org.demarche.situation;

/** How a party stands to a question. The sign carries the meaning, with its words; a colour only repeats it. */
public enum Sign {
    /** It confirms, concurs or assents. */
    YES("✔", "OK", "yes", "yes"),
    /** Some of its desks concur, too few for it to count. */
    PARTLY("◐", "PT", "partly", "some desks concur, too few"),
    /** It has read it, and taken no position. */
    RECEIVED("◐", "RD", "received", "received, no position yet"),
    /** It declines. */
    NO("✖", "NO", "no", "declines"),
    /** Its word counts and is missing, and the time for it has passed. */
    OVERDUE("‼", "!!", "overdue", "overdue: its word is missing, and the time for it has passed"),
    /** It has said nothing. */
    NOTHING("○", "--", "nothing", "no word"),
    /** Its word does not count here. */
    NOT_ASKED("–", "..", "not-asked", "its word does not count here");

    private final String mark;
    private final String ascii;
    private final String kind;
    private final String words;

    Sign(String mark, String ascii, String kind, String words) {
        this.mark = mark;
        this.ascii = ascii;
        this.kind = kind;
        this.words = words;
    }

    /** The sign: one character. */
    public String mark() {
        return mark;
    }

    /** The same for a terminal without UTF-8: two characters. */
    public String ascii() {
        return ascii;
    }

    /** The sign, in the form that a terminal can show. */
    public String on(boolean utf8) {
        return utf8 ? mark : ascii;
    }

    /** A name for style sheets, such as {@code not-asked}. */
    public String kind() {
        return kind;
    }

    /** What it says, such as {@code no word}. */
    public String words() {
        return words;
    }

    /** YES or NOTHING. */
    public static Sign of(boolean holds) {
        return holds ? YES : NOTHING;
    }
}
