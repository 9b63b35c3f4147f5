/** Evidence records: their bytes, their walk, and what other implementations say of them. */
@NullMarked
package org.demarche.archive;

import org.jspecify.annotations.NullMarked;
