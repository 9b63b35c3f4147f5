/**
 * The page that an exercise leaves: one file without scripts, which loads nothing, in light and dark and on paper. It is one of {@link org.demarche.situation.page};
 * here stands what it tells.
 */
@NullMarked
package org.demarche.client.exercise.report;

import org.jspecify.annotations.NullMarked;
