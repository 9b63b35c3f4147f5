package org.demarche.evidence;

import java.util.Locale;

/** The ten steps of the verification, in their order. */
public enum Check {
    /** The file is readable and of a known version. */
    READABLE("the file can be read"),
    /** The charters lead from the pinned hash. */
    CHARTER("the charters lead from the one you trust"),
    /** Every signature, by a desk entitled to it. */
    SIGNATURES("signatures, and who may sign"),
    /** Inclusion and anchors. */
    INCLUSION("entries and anchors belong to one log"),
    /** The log's signatures. */
    CHECKPOINT("the log signed its head"),
    /** The witness rule. */
    WITNESSES("witnesses"),
    /** Independent bounds of time. */
    TIME("time"),
    /** Order and chains. */
    CHAINS("the chains are whole"),
    /** Replay of the fold. */
    FOLD("the rules take every entry"),
    /** What is proven. */
    RESULT("the result");

    private final String title;

    Check(String title) {
        this.title = title;
    }

    /** The step's number, from 1 to 10. */
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
