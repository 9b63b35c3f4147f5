/**
 * The transport's security: TLS 1.3 only, X25519MLKEM768 preferred, clients known by the pin that the charter gives their party. No authority is asked.
 */
@NullMarked
package org.demarche.server.tls;

import org.jspecify.annotations.NullMarked;
