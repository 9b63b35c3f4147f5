/**
 * A second implementation of the escalation rules, made from the protocol's text alone, to catch the first one at a mistake. It shares nothing with {@code org.demarche.escalation},
 * {@code org.demarche.charter} and {@code org.demarche.rule}, and is slow on purpose: it keeps no state from one entry to the next, but asks every question anew of the bare list of
 * entries.
 *
 * <p>{@link org.demarche.oracle.Oracle} is the way in. {@link org.demarche.oracle.PlainGovernance} answers what governed before each index, {@link org.demarche.oracle.PlainIncident}
 * walks through every instant of an incident, {@link org.demarche.oracle.PlainAdmission} lists everything that speaks against a notice.
 *
 * <p>Where the text leaves something open, this is how it is read here, as the first implementation does: a text is posted once; a correction carries the incident of
 * its target; a second ConditionMet or PledgeEnded is refused for linked pledges only; keys that a key change has added last until the next charter; a stand-down
 * proposal knows no clock, so neither its deadline nor its life depends on one; a party of which a desk declines is not shown as partial; <em>ceased</em> winds an
 * incident down before its tiers are looked at; in an incident that winds down only deadlines are instants, and a closed one is shown as it was when it was closed.
 */
@NullMarked
package org.demarche.oracle;

import org.jspecify.annotations.NullMarked;
