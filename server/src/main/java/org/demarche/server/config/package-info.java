/** {@code hub.toml}: strict, everything wrong with it reported at once, overridden by the environment, secrets only as files. */
@NullMarked
package org.demarche.server.config;

import org.jspecify.annotations.NullMarked;
