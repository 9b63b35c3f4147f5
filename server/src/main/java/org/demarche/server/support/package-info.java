/** What an operator hands to whoever helps: how a hub is set up and stands, without its secrets and without what notices say. */
@NullMarked
package org.demarche.server.support;

import org.jspecify.annotations.NullMarked;
