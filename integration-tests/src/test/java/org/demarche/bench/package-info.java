/** Measurements, run by hand; the commands and what they gave stand in {@code RESULTS.md}. Ratios are taken within one run, since shared machines differ from run to run. */
@NullMarked
package org.demarche.bench;

import org.jspecify.annotations.NullMarked;
