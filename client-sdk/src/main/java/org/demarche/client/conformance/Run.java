package org.demarche.client.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.conformance.Case;

/** Asks a client all cases. One that ends or falls silent is started anew for the next case, so that one defect hides no other. */
final class Run {
    private final String command;
    private final Duration within;

    Run(String command, Duration within) {
        this.command = command;
        this.within = within;
    }

    /**
     * What a client made of the cases.
     *
     * @param client what it calls itself
     * @param outcomes in the order of the cases
     */
    record Result(String client, List<Outcome> outcomes) {}

    /**
     * Asks.
     *
     * @throws ClientException if the client can't be started, at first or anew
     */
    Result ask(List<Case> cases) throws ClientException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        Child child = Child.start(command, within);
        try {
            String name = child.name();
            for (Case question : cases) {
                Reply reply = child.ask(question);
                outcomes.add(new Outcome(question, fault(question, reply)));
                if (reply instanceof Reply.Silence silence && silence.over()) {
                    child.close();
                    child = Child.start(command, within);
                }
            }
            return new Result(name, outcomes);
        } finally {
            child.close();
        }
    }

    private static Optional<String> fault(Case question, Reply reply) {
        return reply instanceof Reply.Answer answer
                ? question.judge(answer.json())
                : Optional.of(((Reply.Silence) reply).sentence());
    }
}
