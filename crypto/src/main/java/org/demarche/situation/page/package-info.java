/**
 * Pages of HTML that show a {@link org.demarche.situation.Situation}: the board, an incident, the register, the charter, and the report on an exercise. Made from the
 * templates in {@code src/main/jte}, which the build turns into Java, so that no template is read at run time. The pages hold no script and no style of their own:
 * one style sheet and one small module lie beside them. A text from outside stays text.
 */
@NullMarked
package org.demarche.situation.page;

import org.jspecify.annotations.NullMarked;
