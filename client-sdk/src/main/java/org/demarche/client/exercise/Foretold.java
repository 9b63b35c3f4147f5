package org.demarche.client.exercise;

import java.util.List;
import org.demarche.client.DeskException;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.client.exercise.scenario.Step;

/** Acts whose outcome the scenario foretells: the hub refuses, or the same bytes are the same entry. If it is another, the play ends. */
final class Foretold {
    private final Stage stage;
    private final Chronicle chronicle;
    private final Drafts drafts;
    private final Memory memory;

    Foretold(Stage stage, Chronicle chronicle, Drafts drafts, Memory memory) {
        this.stage = stage;
        this.chronicle = chronicle;
        this.drafts = drafts;
        this.memory = memory;
    }

    void refusal(Step step, Actor actor) throws PlayException {
        String expected = step.expect().orElseThrow().name();
        try {
            Receipt receipt = stage.submit(actor, drafts.of(step.act(), stage.nowMs()));
            throw new PlayException("step " + step.number() + " was taken as entry " + receipt.index()
                    + " (expected: refused, " + expected + ")");
        } catch (DeskException.Refused e) {
            if (e.reason() != step.expect().orElseThrow()) {
                throw new PlayException(
                        "step " + step.number() + " was refused: " + e.refusal() + " (expected: " + expected + ")", e);
            }
            String what = Phrase.what(step.act(), false);
            chronicle.add(new Happening.Refused(
                    stage.nowMs(), actor, what, expected, e.refusal().sentence(), e.signed()));
        } catch (DeskException e) {
            throw new PlayException(
                    "step " + step.number() + ": " + e.getMessage() + " (expected: refused, " + expected + ")", e);
        }
    }

    void repeat(List<Actor> actors, String of) throws PlayException {
        Receipt earlier = memory.receipt(of)
                .orElseThrow(() -> new PlayException("step \"" + of + "\" has logged nothing to send again"));
        for (Actor actor : actors) {
            try {
                Receipt again = stage.repeat(actor, earlier);
                if (again.index() != earlier.index()) {
                    throw new PlayException(
                            "the same bytes were logged twice: entries " + earlier.index() + " and " + again.index());
                }
                String detail = "It is entry " + again.index() + " still.";
                chronicle.add(new Happening.Said(
                        stage.nowMs(),
                        List.of(actor),
                        List.of(again.index()),
                        Phrase.what(new Act.Repeat(of), false),
                        detail,
                        List.of()));
            } catch (DeskException e) {
                throw new PlayException("the same bytes were not taken again: " + e.getMessage(), e);
            }
        }
    }
}
