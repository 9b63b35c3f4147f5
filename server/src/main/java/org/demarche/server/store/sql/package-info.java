/** What both engines say to their databases in the same words. */
@NullMarked
package org.demarche.server.store.sql;

import org.jspecify.annotations.NullMarked;
