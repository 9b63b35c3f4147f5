/**
 * The verified copy of the log: what the hub sends is checked (strict encoding, signatures, chains, fold, time, signed head), then written to disk, then believed,
 * in this order. What can't be true ends the trust, and the hub's own bytes are kept as {@link org.demarche.client.follow.Misbehaviour}.
 */
@NullMarked
package org.demarche.client.follow;

import org.jspecify.annotations.NullMarked;
