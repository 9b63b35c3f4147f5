/**
 * The hub. {@link org.demarche.server.HubProcess} is where everything is put together; the way of a notice is {@code intake} → {@code log} → {@code store} →
 * {@code delivery} and {@code quorum}; {@code rpc} is the only package that knows gRPC, {@code cli} the only one that talks to people.
 */
@NullMarked
package org.demarche.server;

import org.jspecify.annotations.NullMarked;
