/**
 * What is played: a {@link org.demarche.client.exercise.scenario.Scenario} is a list of steps, each of which waits for a state of the incident and then has some desks
 * do something. The language is explained in the shipped scenario itself, {@code exercise/ceasefire.toml}.
 */
@NullMarked
package org.demarche.client.exercise.scenario;

import org.jspecify.annotations.NullMarked;
