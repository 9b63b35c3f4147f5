/** Why something is not taken: the closed catalogue of reasons, the same for hub, SDK, fold and verifier. */
@NullMarked
package org.demarche.refusal;

import org.jspecify.annotations.NullMarked;
