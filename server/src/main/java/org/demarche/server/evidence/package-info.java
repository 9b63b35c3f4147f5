/** Evidence bundles out of the hub's own log. */
@NullMarked
package org.demarche.server.evidence;

import org.jspecify.annotations.NullMarked;
