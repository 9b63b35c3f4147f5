package org.demarche.evidence;

/** How a step came out. */
public enum Status {
    /** It holds. */
    OK("ok"),
    /** It does not hold. */
    FAILED("failed"),
    /** The file does not bring what it takes to tell. */
    UNDECIDED("undecided"),
    /** The charter does not ask for it, or a step that it builds on is not ok. */
    NOT_ASKED("not asked");

    private final String word;

    Status(String word) {
        this.word = word;
    }

    /** As people read it. */
    public String word() {
        return word;
    }
}
