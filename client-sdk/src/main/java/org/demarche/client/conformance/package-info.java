/**
 * The {@code conformance} command: asks a client, over its standard input and output, every case of the kit ({@link org.demarche.conformance.Kit}), and says which of
 * its answers are not the protocol's. Only here is a client's process started; what is asked and what is right is the kit's.
 */
@NullMarked
package org.demarche.client.conformance;

import org.jspecify.annotations.NullMarked;
