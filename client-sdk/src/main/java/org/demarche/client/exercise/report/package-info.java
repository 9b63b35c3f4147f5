/**
 * The page that an exercise leaves: one file without scripts, which loads nothing, in light and dark and on paper. Every text that comes from outside the program is
 * escaped in {@link org.demarche.client.exercise.report.Html}.
 */
@NullMarked
package org.demarche.client.exercise.report;

import org.jspecify.annotations.NullMarked;
