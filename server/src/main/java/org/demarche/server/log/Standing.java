package org.demarche.server.log;

import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;

/**
 * An incident as the entries under a head left it; no later one has moved it.
 *
 * @param incident the incident
 * @param head the head that was published when it had moved
 * @param governance leaf hash of the newest governance entry under the head
 */
public record Standing(Incident incident, Head head, Sha256 governance) {
    /** As it stands when {@code published} has been published. */
    public static Standing of(Incident incident, Published published) {
        return new Standing(incident, published.head(), published.governanceTip());
    }
}
