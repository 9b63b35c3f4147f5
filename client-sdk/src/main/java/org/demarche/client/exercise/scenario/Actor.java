package org.demarche.client.exercise.scenario;

/**
 * A desk that takes part in a step.
 *
 * @param party the party's id
 * @param desk the desk's name
 */
public record Actor(String party, String desk) {
    @Override
    public String toString() {
        return party + "/" + desk;
    }
}
