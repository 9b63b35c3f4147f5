package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.client.DeskException;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.proto.v1.Position;

/**
 * The seat of the party that a person plays. A question stays open while the plan goes on, until it is answered, its time is up, or the next one comes.
 */
final class Seat {
    private final Human human;
    private final Stage stage;
    private final Chronicle chronicle;
    private final Drafts drafts;
    private Optional<Question> open = Optional.empty();
    private long endsMs;

    /**
     * What is asked.
     *
     * @param tier the tier that is proposed
     * @param standDown whether it is to be stood down
     * @param actors the party's desks, each of which signs the answer
     * @param standing how the tier stands
     */
    record Question(int tier, boolean standDown, List<Actor> actors, List<String> standing) {
        Question {
            actors = List.copyOf(actors);
            standing = List.copyOf(standing);
        }
    }

    /** What was answered, and is in the log. */
    record Answer(Act.Respond act, List<Actor> actors, List<Receipt> receipts) {}

    Seat(Human human, Stage stage, Chronicle chronicle, Drafts drafts) {
        this.human = human;
        this.stage = stage;
        this.chronicle = chronicle;
        this.drafts = drafts;
    }

    /** The party. */
    String party() {
        return human.party();
    }

    /** Whether a question is open. */
    boolean asking() {
        return open.isPresent();
    }

    /** Asks; the answer must be there by {@code latestMs}, because a deadline comes. */
    void ask(Question question, long latestMs) {
        close();
        chronicle.pause();
        endsMs = human.ask(question.tier(), question.standDown(), question.standing(), latestMs, stage.nowMs());
        open = Optional.of(question);
    }

    /** The answer, once it was given and logged. */
    Optional<Answer> hear() throws PlayException {
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Optional<Position> position = human.answer();
        if (position.isPresent()) {
            Question question = open.get();
            open = Optional.empty();
            return submit(question, position.get());
        }
        if (stage.nowMs() >= endsMs) {
            close();
        }
        return Optional.empty();
    }

    private Optional<Answer> submit(Question question, Position position) throws PlayException {
        Act.Respond act = new Act.Respond(question.tier(), position, "");
        List<Actor> actors = new ArrayList<>();
        List<Receipt> receipts = new ArrayList<>();
        for (Actor actor : question.actors()) {
            try {
                receipts.add(stage.submit(actor, drafts.of(act, stage.nowMs())));
                actors.add(actor);
            } catch (DeskException.Refused e) {
                String what = question.standDown() ? Phrase.onStandDown(act, false) : Phrase.what(act, false);
                chronicle.add(new Happening.Refused(
                        stage.nowMs(),
                        actor,
                        what,
                        e.reason().name(),
                        e.refusal().sentence(),
                        e.signed()));
            } catch (DeskException e) {
                throw new PlayException("the answer of " + actor + " could not be sent: " + e.getMessage(), e);
            }
        }
        return actors.isEmpty() ? Optional.empty() : Optional.of(new Answer(act, actors, receipts));
    }

    private void close() {
        open.ifPresent(question -> chronicle.add(new Happening.Silent(
                stage.nowMs(), question.actors().get(0), "has not answered in time. Silence is not consent.")));
        open = Optional.empty();
    }
}
