/**
 * The log, as followers receive it: entries in the order of their indexes, then a head that covers them. A follower asks the store (or what is hot of it) for the
 * next entries whenever its reader is ready, so a slow reader costs nothing but its place, and nothing is buffered for it.
 */
@NullMarked
package org.demarche.server.delivery;

import org.jspecify.annotations.NullMarked;
