package org.demarche.server.operations;

import java.util.Optional;

/** What came of the last attempt to take a new certificate and key. */
@FunctionalInterface
public interface ReloadResult {
    /** Why it failed, in a sentence; empty: it did not. */
    Optional<String> failure();
}
