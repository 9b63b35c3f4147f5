/**
 * The fold: log entries in, state out. Total and pure: it reads no clock, no file and no network, and the hub, the SDK and the verifier run the same code.
 *
 * <p>Start with {@link org.demarche.escalation.Ledger}, the state of a whole log, or of the two chains that a bundle brings. It hands every entry to
 * {@link org.demarche.escalation.Fold}, which asks three rooms in turn:
 *
 * <ol>
 *   <li>{@link org.demarche.escalation.Admission}: may this desk say this, now, under the charter that governs this index?
 *   <li>{@link org.demarche.escalation.Governance}: charters, keys and pledges, moved by the governance chain;
 *   <li>{@link org.demarche.escalation.Incident}: findings, clock, proposals and tiers, moved by the incident's own chain and by governance.
 * </ol>
 *
 * <p>Time decides before an entry does: every instant that fell due since the last entry is processed, in order, before the entry is looked at. So a hub that
 * is late or idle changes nothing.
 */
@NullMarked
package org.demarche.escalation;

import org.jspecify.annotations.NullMarked;
