/**
 * A second implementation of the escalation rules, made from the protocol's text alone, to catch the first one at a mistake. It shares nothing with {@code org.demarche.escalation},
 * {@code org.demarche.charter} and {@code org.demarche.rule}, and is slow on purpose: it keeps no state from one entry to the next, but asks every question anew of the bare list of
 * entries.
 *
 * <p>{@link org.demarche.oracle.Oracle} is the way in. {@link org.demarche.oracle.PlainGovernance} answers what governed before each index, {@link org.demarche.oracle.PlainIncident}
 * walks through every instant of an incident, {@link org.demarche.oracle.PlainAdmission} lists everything that speaks against a notice.
 */
@NullMarked
package org.demarche.oracle;

import org.jspecify.annotations.NullMarked;
