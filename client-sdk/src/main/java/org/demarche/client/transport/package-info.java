/**
 * The line to the hubs: mutual TLS 1.3 with pinned keys, deadlines, keepalive, and patience. {@link org.demarche.client.transport.Line} knows several hubs of one
 * log and moves on to the next when one does not answer. Nothing here believes, or even reads, what a hub says.
 */
@NullMarked
package org.demarche.client.transport;

import org.jspecify.annotations.NullMarked;
