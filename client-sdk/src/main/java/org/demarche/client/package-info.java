/**
 * For liaison software. {@link org.demarche.client.Desk} is the way in: it connects with a {@link org.demarche.client.Profile}, submits what
 * {@link org.demarche.client.Notices} drafts, and follows the log.
 *
 * <pre>{@code
 * try (Desk desk = Desk.open(Profile.read(Path.of("desk.toml")))) {
 *     Receipt receipt = desk.submit(Notices.report(Category.CATEGORY_DRONE, Notices.place(50.45, 30.52), from, to, "Two drones crossed the line."));
 *     desk.incident(receipt.incident().orElseThrow()).ifPresent(state -> System.out.println(state.getPhase()));
 * }
 * }</pre>
 *
 * A desk believes nothing that it has not verified: every entry, chain, head, receipt and refusal is checked against the charter that the profile pins, and the
 * incident states it hands out come from its own replay of its own copy of the log. When the hub says what can't be true, the desk stops trusting it and keeps the
 * bytes ({@link org.demarche.client.DeskException.Misbehaved}).
 */
@NullMarked
package org.demarche.client;

import org.jspecify.annotations.NullMarked;
