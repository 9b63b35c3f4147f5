package org.demarche.client.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.demarche.client.DeskException;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.client.exercise.scenario.Step;

/** Has the desks of a step act at once, while the play looks on. */
final class Ensemble {
    private final Executor desks;
    private final Looking looking;

    /** What is done again and again until they are done. */
    @FunctionalInterface
    interface Looking {
        void on() throws PlayException, InterruptedException;
    }

    /** What each of them does. */
    @FunctionalInterface
    interface Deed {
        Receipt of(Actor actor) throws DeskException, PlayException;
    }

    /** What one of them has done. */
    record Done(Actor actor, Receipt receipt) {}

    Ensemble(Executor desks, Looking looking) {
        this.desks = desks;
        this.looking = looking;
    }

    /** What came of it, in the order of {@code actors}. */
    List<Done> act(Step step, List<Actor> actors, Deed deed) throws PlayException, InterruptedException {
        List<Future<Done>> tasks = new ArrayList<>();
        for (Actor actor : actors) {
            FutureTask<Done> task = new FutureTask<>(() -> new Done(actor, deed.of(actor)));
            desks.execute(task);
            tasks.add(task);
        }
        List<Done> done = new ArrayList<>();
        for (Future<Done> task : tasks) {
            await(task);
            done.add(result(step, task));
        }
        return done;
    }

    /** Has something else done beside the play. */
    void beside(Runnable task) throws PlayException, InterruptedException {
        FutureTask<Boolean> running = new FutureTask<>(task, true);
        desks.execute(running);
        await(running);
    }

    private void await(Future<?> task) throws PlayException, InterruptedException {
        while (!task.isDone()) {
            looking.on();
        }
    }

    private static Done result(Step step, Future<Done> task) throws PlayException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            String sentence = cause instanceof DeskException.Refused refused
                    ? refused.refusal().toString()
                    : String.valueOf(cause.getMessage());
            throw new PlayException(
                    "step " + step.number() + ", " + Phrase.what(step.act(), true) + ": " + sentence, cause);
        }
    }
}
