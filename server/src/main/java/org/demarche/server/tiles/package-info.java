/**
 * The log as files that any tool for C2SP tlog-tiles can read (as of commit 5ba5ee8 of the specifications): which path gives which bytes, and to whom. Knows nothing of
 * a network; {@code server.web} brings the answers to readers.
 */
@NullMarked
package org.demarche.server.tiles;

import org.jspecify.annotations.NullMarked;
