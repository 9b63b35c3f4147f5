/**
 * Evidence bundles that lie, one file each, and the kit that makes them: {@link org.demarche.lies.LieLog} is a log whose hub asks no rule, {@link
 * org.demarche.lies.LieFiles} writes the files into {@code src/test/resources/lies}. Everything is made from seeds that are public, so the same program writes the
 * same bytes.
 */
package org.demarche.lies;
