/** Instants and durations as people in watch rooms write them. Reads no clock. */
@NullMarked
package org.demarche.time;

import org.jspecify.annotations.NullMarked;
