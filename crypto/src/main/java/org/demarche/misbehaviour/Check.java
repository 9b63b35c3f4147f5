package org.demarche.misbehaviour;

import java.util.Locale;

/** The six steps of the verification, in their order. */
public enum Check {
    /** The file is readable and of a known version. */
    READABLE("the file can be read"),
    /** It begins with the charter that the reader trusts, and no text is missing. */
    CHARTER("the charters lead from the one you trust"),
    /** All that it brings is under its head. */
    INCLUSION("entries belong to one log"),
    /** What governs, by the parties' signatures. */
    GOVERNANCE("what governs"),
    /** The log's signatures. */
    WORD("the log signed it"),
    /** What it signed, against itself. */
    LIE("it can't be true");

    private final String title;

    Check(String title) {
        this.title = title;
    }

    /** The step's number, from 1 to 6. */
    public int number() {
        return ordinal() + 1;
    }

    /** What the step looks at, in a few words. */
    public String title() {
        return title;
    }

    /** The step's name in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
