package org.demarche.misbehaviour;

import org.demarche.evidence.NumberedCheck;

/** The six steps of the verification, in their order. */
public enum Check implements NumberedCheck {
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

    @Override
    public String title() {
        return title;
    }
}
