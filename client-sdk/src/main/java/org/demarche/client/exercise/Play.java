package org.demarche.client.exercise;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.demarche.charter.Charter;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.client.exercise.scenario.Condition;
import org.demarche.client.exercise.scenario.Scenario;
import org.demarche.client.exercise.scenario.Step;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Position;

/** Plays a scenario: waits for what each step waits for, has its desks act, checks that the hub answers as expected, and tells what follows. */
final class Play {
    private static final long GLANCE_MS = 50;
    private static final long PATIENCE_PLAN_MINUTES = 90 * 60;
    private static final long PATIENCE_MS = 60_000;

    private final Scenario scenario;
    private final Charter charter;
    private final Stage stage;
    private final Chronicle chronicle;
    private final Optional<Seat> seat;
    private final Ensemble ensemble;
    private final Cues cues;
    private final Memory memory;
    private final Drafts drafts;
    private final Foretold foretold;
    private final Vouching vouching;

    /**
     * A play.
     *
     * @param desks on which the desks of a step act at once
     */
    Play(Scenario scenario, Charter charter, Stage stage, Chronicle chronicle, Optional<Human> human, Executor desks) {
        this.ensemble = new Ensemble(desks, this::glanceWithoutHearing);
        this.scenario = scenario;
        this.charter = charter;
        this.stage = stage;
        this.chronicle = chronicle;
        this.memory = new Memory(stage);
        this.cues = new Cues(stage, chronicle, memory);
        this.drafts = new Drafts(memory);
        this.foretold = new Foretold(stage, chronicle, drafts, memory);
        this.vouching = new Vouching(stage, chronicle, desks);
        this.seat = human.map(h -> new Seat(h, stage, chronicle, drafts));
    }

    /** Plays every step; returns the incident. */
    Sha256 run() throws PlayException, InterruptedException {
        for (Step step : scenario.steps()) {
            awaitConditions(step);
            keepDistance();
            cues.requireInTime(step);
            step.say().ifPresent(text -> chronicle.add(new Happening.Told(stage.nowMs(), text)));
            perform(step);
        }
        while (seat.isPresent() && seat.get().asking()) {
            glance();
        }
        Sha256 incident = memory.incident().orElseThrow(() -> new PlayException("the scenario has opened no incident"));
        long endedMs = stage.nowMs();
        vouching.attend(incident);
        while (vouching.waits()) {
            vouching.requirePatience(endedMs);
            glance();
        }
        return incident;
    }

    // Waiting
    // --------------------------------------------------------------------------------------------------------------------------------------------------

    private void awaitConditions(Step step) throws PlayException, InterruptedException {
        long patienceEnds = stage.nowMs() + chronicle.clock().logMs(PATIENCE_PLAN_MINUTES) + PATIENCE_MS;
        for (Condition condition : step.when()) {
            while (!cues.holds(condition)) {
                if (stage.nowMs() > patienceEnds) {
                    throw new PlayException("step " + step.number() + " waits in vain for: " + condition);
                }
                glance();
            }
        }
        observe();
    }

    /** Lets a deadline pass that is near. */
    private void keepDistance() throws PlayException, InterruptedException {
        while (cues.deadlineIsNear()) {
            glance();
        }
        observe();
    }

    private void glance() throws PlayException, InterruptedException {
        stage.await(GLANCE_MS);
        observe();
        if (seat.isPresent()) {
            Optional<Seat.Answer> answer = seat.get().hear();
            if (answer.isPresent()) {
                answered(answer.get());
            }
        }
        attendToVouching();
        showLive();
    }

    private void attendToVouching() throws PlayException, InterruptedException {
        if (memory.incident().isPresent()) {
            vouching.attend(memory.incident().get());
        }
    }

    /** The live line would be drawn over what a person is typing. */
    private void showLive() {
        if (seat.isEmpty() || !seat.get().asking()) {
            memory.state().ifPresent(state -> chronicle.live(state, stage.nowMs()));
        }
    }

    private void observe() {
        if (stage.inForce()) {
            chronicle.inForce(stage.nowMs());
        }
        memory.state().ifPresent(state -> chronicle.observe(state, stage.newestMs()));
    }

    private void awaitEntry(long index) throws InterruptedException, PlayException {
        long patienceEnds = stage.nowMs() + PATIENCE_MS;
        while (stage.size() <= index) {
            if (stage.nowMs() > patienceEnds) {
                throw new PlayException("entry " + index + " has a receipt, and the observer has not seen it");
            }
            glanceWithoutHearing();
        }
    }

    private void glanceWithoutHearing() throws PlayException, InterruptedException {
        stage.await(GLANCE_MS);
        attendToVouching();
        showLive();
    }

    // Acting
    // ---------------------------------------------------------------------------------------------------------------------------------------------------

    private void perform(Step step) throws PlayException, InterruptedException {
        List<Actor> actors = step.actors(charter);
        if (step.act() instanceof Act.StaySilent silent) {
            actors.forEach(actor -> chronicle.add(new Happening.Silent(stage.nowMs(), actor, silent.text())));
        } else if (step.act() instanceof Act.StopWitness stop) {
            for (Actor actor : actors) {
                stopWitness(actor, stop.text());
            }
        } else if (step.act() instanceof Act.Repeat repeat) {
            foretold.repeat(actors, repeat.of());
        } else if (step.expect().isPresent()) {
            for (Actor actor : actors) {
                foretold.refusal(step, actor);
            }
        } else if (step.act() instanceof Act.Assent) {
            List<Actor> one = actors.stream()
                    .filter(a -> charter.party(a.party())
                            .orElseThrow()
                            .desks()
                            .get(0)
                            .name()
                            .equals(a.desk()))
                    .toList();
            List<Actor> roots =
                    one.stream().map(a -> new Actor(a.party(), PartyFiles.ROOT)).toList();
            together(step, roots, actor -> stage.assent(actor.party()));
        } else {
            submit(step, actors);
        }
    }

    private void stopWitness(Actor actor, String text) throws PlayException, InterruptedException {
        ensemble.beside(() -> stage.stopWitness(actor.party()));
        chronicle.add(new Happening.Silent(stage.nowMs(), actor, text));
    }

    private void submit(Step step, List<Actor> actors) throws PlayException, InterruptedException {
        List<Actor> others = actors;
        if (step.act() instanceof Act.Respond respond
                && respond.position() != Position.POSITION_RECEIVED
                && seat.isPresent()) {
            String own = seat.get().party();
            others = actors.stream().filter(a -> !a.party().equals(own)).toList();
            if (others.size() < actors.size()) {
                ask(respond, actors.stream().filter(a -> a.party().equals(own)).toList());
            }
        }
        together(step, others, actor -> stage.submit(actor, drafts.of(step.act(), stage.nowMs())));
    }

    private void ask(Act.Respond respond, List<Actor> own) throws PlayException, InterruptedException {
        boolean standDown = memory.state()
                .map(now -> Reach.standingDown(now, respond.tier()))
                .orElse(false);
        long next = memory.state().map(IncidentState::getNextInstantMs).orElse(0L);
        long latestMs =
                next > stage.nowMs() ? next - chronicle.clock().logMs(Scenario.DISTANCE_MINUTES) : Long.MAX_VALUE;
        seat.orElseThrow().ask(new Seat.Question(respond.tier(), standDown, own, standing(respond.tier())), latestMs);
        // A stand-down waits for the answer: nothing presses, and once it is carried there would be nothing left to
        // answer.
        while (standDown && seat.orElseThrow().asking()) {
            glance();
        }
    }

    private void answered(Seat.Answer answer) throws PlayException, InterruptedException {
        for (Receipt receipt : answer.receipts()) {
            awaitEntry(receipt.index());
        }
        chronicle.add(said(answer.act(), answer.actors(), answer.receipts()));
        observe();
    }

    private void together(Step step, List<Actor> actors, Ensemble.Deed deed)
            throws PlayException, InterruptedException {
        List<Ensemble.Done> done = ensemble.act(step, actors, deed);
        if (!done.isEmpty()) {
            settle(step, done);
        }
    }

    private void settle(Step step, List<Ensemble.Done> done) throws PlayException, InterruptedException {
        Receipt first = done.get(0).receipt();
        memory.add(step, first);
        if (step.act() instanceof Act.Assent) {
            done.forEach(one -> chronicle.assented(one.actor().party()));
        }
        for (Ensemble.Done one : done) {
            awaitEntry(one.receipt().index());
        }
        chronicle.add(said(
                step.act(),
                done.stream().map(Ensemble.Done::actor).toList(),
                done.stream().map(Ensemble.Done::receipt).toList()));
        observe();
    }

    private Happening said(Act act, List<Actor> actors, List<Receipt> receipts) {
        boolean several = actors.stream().map(Actor::party).distinct().count() > 1;
        boolean standDown = act instanceof Act.Respond respond
                && memory.state()
                        .map(now -> Reach.newestStandsDown(now, respond.tier()))
                        .orElse(false);
        return new Happening.Said(
                receipts.stream()
                        .mapToLong(r -> r.acceptedAt().toEpochMilli())
                        .min()
                        .orElseThrow(),
                actors,
                receipts.stream().map(Receipt::index).sorted().toList(),
                standDown ? Phrase.onStandDown((Act.Respond) act, several) : Phrase.what(act, several),
                several ? "" : Phrase.detail(act),
                act instanceof Act.Respond respond ? standing(respond.tier()) : List.of());
    }

    private List<String> standing(int tier) {
        return memory.state()
                .map(state -> Standing.of(charter, state, tier, chronicle.clock()))
                .orElse(List.of());
    }
}
