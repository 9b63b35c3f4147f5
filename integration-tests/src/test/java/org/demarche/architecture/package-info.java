/**
 * What the modules and packages must not do, as rules on the compiled classes. Most are absences (crypto opens no socket), so they hold for a package that
 * is still empty and bind it as soon as it has code.
 */
@NullMarked
package org.demarche.architecture;

import org.jspecify.annotations.NullMarked;
