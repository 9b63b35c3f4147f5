/** What programs that are not ours make of the log. */
@NullMarked
package org.demarche.interop;

import org.jspecify.annotations.NullMarked;
