package org.demarche.charter;

/** What can answer a tier. */
public enum Deed {
    /** A diplomatic warning. */
    WARNING,
    /** Measures to stop the violation. */
    MEASURES
}
