/**
 * What people see of a log at an instant: on the board, on paper, at a terminal. Nothing here decides; every number and every name is read off
 * {@link org.demarche.escalation.Incident}, {@link org.demarche.escalation.Governance} and the charter.
 *
 * <p>{@link org.demarche.situation.Scribe} is told every entry of the log and keeps what people read of it, the {@link org.demarche.situation.Journal}.
 * {@link org.demarche.situation.Situation} puts it beside the fold's state, the head of the log and its witnesses, at one instant. From a situation are read:
 *
 * <ul>
 *   <li>{@link org.demarche.situation.IncidentView}: an incident with its {@link org.demarche.situation.Deadline}s, the {@link org.demarche.situation.Gauge} of each
 *       tier, its {@link org.demarche.situation.PlanLine} and the {@link org.demarche.situation.Question}s of its matrix;
 *   <li>{@link org.demarche.situation.RegisterView}: pledges and declarations;
 *   <li>{@link org.demarche.situation.CharterView}: who has assented, and whose keys count.
 * </ul>
 *
 * <p>{@link org.demarche.situation.Sign} and {@link org.demarche.situation.Phrases} are the signs and words that every one of them uses.
 */
@NullMarked
package org.demarche.situation;

import org.jspecify.annotations.NullMarked;
