package org.demarche.client;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.client.follow.Exhibits;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.MissingLogKeyException;
import org.demarche.client.follow.Prosecutor;
import org.demarche.client.follow.Replica;
import org.demarche.refusal.RefusedException;

/** Whether the hub can be believed. Once that is lost it stays so, and whoever asks is told why. Thread-safe. */
final class Confidence {
    private final Replica replica;
    private final Exhibits exhibits;
    private final Prosecutor prosecutor;
    private final InstantSource clock;
    private Consumer<DeskException> told = reason -> {};
    private Optional<DeskException> lost = Optional.empty();
    private boolean suspected;

    Confidence(Replica replica, Exhibits exhibits, Prosecutor prosecutor, InstantSource clock) {
        this.replica = replica;
        this.exhibits = exhibits;
        this.prosecutor = prosecutor;
        this.clock = clock;
    }

    /** From now on {@code listener} is told, once, what has ended the trust. */
    synchronized void onLoss(Consumer<DeskException> listener) {
        told = listener;
    }

    /** Throws what ended the trust, if anything did. */
    synchronized void require() throws DeskException {
        awaitAccusation();
        if (lost.isPresent()) {
            throw lost.get();
        }
    }

    /** Whether it has ended. */
    synchronized boolean isLost() {
        return lost.isPresent();
    }

    /** While somebody writes down what the hub did, nobody goes on as if it had not. */
    private synchronized void awaitAccusation() throws DeskException {
        while (suspected && lost.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DeskException.Unreachable("interrupted", "try again", e);
            }
        }
    }

    /** Ends the trust, whatever comes of that: makes and keeps what shows the lie; returns what to throw. */
    DeskException lied(LieException lie) {
        synchronized (this) {
            try {
                awaitAccusation();
            } catch (DeskException e) {
                return e;
            }
            if (lost.isPresent()) {
                // The follower and a receipt may find the same lie in the same moment.
                return lost.get();
            }
            suspected = true;
        }
        Accusation accusation = new Accusation(lie, clock.instant(), exhibits, prosecutor, replica);
        DeskException reason;
        try {
            accusation.write();
        } finally {
            reason = lose(accusation.reason());
        }
        return reason;
    }

    /** Ends the trust, since the copy can't be followed further. */
    DeskException ended(Exception cause) {
        if (cause instanceof LieException lie) {
            return lied(lie);
        }
        if (cause instanceof MissingLogKeyException) {
            return lose(new DeskException.Misconfigured(
                    String.valueOf(cause.getMessage()),
                    "get the newest file of log keys from the operator, and add it: `demarche liaison profile log-keys FILE`",
                    cause));
        }
        if (cause instanceof RefusedException refused) {
            return lose(new DeskException.Misconfigured(
                    refused.refusal().sentence(),
                    "this is another log: check hubs, charter and charter_hash in the profile",
                    cause));
        }
        return lose(new DeskException.Misconfigured(
                "the desk's copy of the log can't be kept: "
                        + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                "check the disk and the state folder; if the copy is damaged, move the folder `log` away and connect: it is fetched anew",
                cause));
    }

    private DeskException lose(DeskException reason) {
        Consumer<DeskException> listener;
        synchronized (this) {
            suspected = false;
            if (lost.isPresent()) {
                return lost.get();
            }
            lost = Optional.of(reason);
            listener = told;
            notifyAll();
        }
        listener.accept(reason);
        return reason;
    }
}
