/**
 * The situation board, shown to browsers: read-only, and never in the way of intake.
 *
 * <p>{@link org.demarche.server.console.Minutes} is told every entry of the log. {@link org.demarche.server.console.Lookout} looks at the hub, and
 * {@link org.demarche.server.console.Assembly} makes a situation of what it has seen, which {@code org.demarche.situation.page} draws.
 * {@link org.demarche.server.console.BoardServer} listens; {@link org.demarche.server.console.Doorkeeper} says who gets in, {@link org.demarche.server.console.Target}
 * what is asked for, and {@link org.demarche.server.console.Gallery} sends everybody who watches a new picture at every tick.
 */
@NullMarked
package org.demarche.server.console;

import org.jspecify.annotations.NullMarked;
