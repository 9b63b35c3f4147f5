/**
 * The way of a notice up to the sequencer: shape, duplicate, quota, clock, anchor, then both signatures on all cores. Whatever waits is bounded, and a FLASH
 * overtakes it.
 */
@NullMarked
package org.demarche.server.intake;

import org.jspecify.annotations.NullMarked;
