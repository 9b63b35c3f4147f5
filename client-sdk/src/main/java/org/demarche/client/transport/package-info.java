/**
 * The line to the hubs: mutual TLS 1.3 with pinned keys, deadlines, keepalive, and patience. {@link org.demarche.client.transport.Line} knows several hubs of one
 * log and moves on to the next when one does not answer; {@link org.demarche.client.transport.RemoteHub} is what can be asked of them. The only package that knows gRPC
 * and Netty: what fails is told in its own words, {@link org.demarche.client.transport.LineException}. Nothing here believes what a hub says.
 */
@NullMarked
package org.demarche.client.transport;

import org.jspecify.annotations.NullMarked;
