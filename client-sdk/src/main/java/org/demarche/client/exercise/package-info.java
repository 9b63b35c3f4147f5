/**
 * The {@code exercise} command: the whole plan, played from a scenario by all parties over real connections, with the hub as a child process, and proven afterwards.
 *
 * <p>{@code Installation} makes keys, charter, hub and profiles; {@link org.demarche.client.exercise.HubChild} runs the hub; {@code Witnesses} are those that parties
 * run, and {@code Authorities} the exercise's own time authorities, by whose word {@code Vouching} tells who besides the hub vouches for what has happened;
 * {@code Cast} is one desk per party; {@link org.demarche.client.exercise.Play} has them act as the
 * {@link org.demarche.client.exercise.scenario.Scenario} says, by the state that an observer's own replay reports; {@code Timeline} tells
 * it to the reader. What happened is then verified offline, attacked by an operator who holds the log's keys, and written down as a page.
 */
@NullMarked
package org.demarche.client.exercise;

import org.jspecify.annotations.NullMarked;
