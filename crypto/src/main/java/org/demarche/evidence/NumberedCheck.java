package org.demarche.evidence;

import java.util.Locale;

/** What one of the numbered steps of a verification looks at; the constants of an enum, in their order. */
public interface NumberedCheck {
    /** Its place among them, from 0. */
    int ordinal();

    /** The constant's name. */
    String name();

    /** What the step looks at, in a few words. */
    String title();

    /** The step's number, from 1. */
    default int number() {
        return ordinal() + 1;
    }

    /** The step's name in JSON. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
