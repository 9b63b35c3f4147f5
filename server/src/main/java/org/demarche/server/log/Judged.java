package org.demarche.server.log;

import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * Behind exactly which entries, and at what time, a notice was held against the rules: what a signed refusal names, so that anybody can do it again.
 *
 * @param head how many entries, and the root over them
 * @param atMs the time, in milliseconds since 1970 UTC
 * @param governance leaf hash of the newest governance entry among them
 * @param incidentLast leaf hash of the newest among them of the notice's incident; empty: it names none, there is none, or the incident had no part in it
 */
public record Judged(Head head, long atMs, Sha256 governance, Optional<Sha256> incidentLast) {}
