package org.demarche.server.backup;

/** The names of what is in a backup. */
final class Members {
    static final String MANIFEST = "manifest";
    static final String FILES = "files/";
    static final String COSIGNED = "log/cosigned";
    static final String STAMPED = "log/stamped";
    static final String HEAD = "log/head";
    static final String ENTRIES = "log/entries";

    private Members() {}
}
