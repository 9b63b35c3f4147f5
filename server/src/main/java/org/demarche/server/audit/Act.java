package org.demarche.server.audit;

import java.util.Locale;

/** What an operator can do to a hub: all there is in an audit trail. */
public enum Act {
    /** Keys were made. */
    KEYGEN,
    /** A log was begun. */
    INIT,
    /** The hub was started. */
    RUN,
    /** The configuration is another than when the hub was last started. */
    CONFIG,
    /** The hub was told to end. */
    DRAIN,
    /** The hub has ended. */
    STOP,
    /** A certificate and key were taken, or refused. */
    RELOAD,
    /** The log was backed up. */
    BACKUP,
    /** The log was restored. */
    RESTORE,
    /** The log was carried to another store. */
    MIGRATE,
    /** The store's tables were brought forward. */
    UPGRADE,
    /** The line before was cut off when the machine failed, and is no line. */
    MENDED;

    /** As it stands in a line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
