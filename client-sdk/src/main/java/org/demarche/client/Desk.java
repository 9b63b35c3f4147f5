package org.demarche.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Position;

/**
 * A liaison desk, connected. Thread-safe. Everything that it returns is verified; everything that it signs lies in the outbox, on disk, before it is sent, until its
 * receipt is verified.
 */
public final class Desk implements AutoCloseable {
    private Desk() {}

    /**
     * Opens a desk: reads keys and charter, replays its own copy of the log, connects, and catches up with the hub. Passphrases come from
     * {@code passphrase_file}.
     */
    public static Desk open(Profile profile) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The same, where {@code passphrase} opens the desk's key when a notice is to be signed. */
    public static Desk open(Profile profile, KeyFile.Passphrase passphrase) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Opens a desk that never connects: it signs for another machine to send, and reads its own copy of the log. */
    public static Desk offline(Profile profile, KeyFile.Passphrase passphrase) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The profile it was opened with. */
    public Profile profile() {
        throw new UnsupportedOperationException();
    }

    /** The charter in force; before adoption, the draft of version 1. */
    public Charter charter() {
        throw new UnsupportedOperationException();
    }

    /** Whether enough parties have assented to the charter. */
    public boolean inForce() {
        throw new UnsupportedOperationException();
    }

    /** The newest verified head of the log. */
    public Head head() {
        throw new UnsupportedOperationException();
    }

    // Say ------------------------------------------------------------------------------------------------------------------------------------------------------

    /**
     * Dates, signs, keeps and submits a notice. When no hub answers it is tried again for ten seconds; after that it stays in the outbox, and {@link #resend} is safe
     * at any time: the hub logs a notice once.
     */
    public Receipt submit(Draft draft) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The same, signed with another key than the desk's: a root key for what only a root key may sign. */
    public Receipt submit(Draft draft, KeyFile signer) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** States a position on a notice; {@code reservation} may be empty. */
    public Receipt acknowledge(Sha256 notice, Position position, String reservation) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** States a position on a notice. */
    public Receipt acknowledge(Sha256 notice, Position position) throws DeskException {
        return acknowledge(notice, position, "");
    }

    /** Proposes that a tier be activated. */
    public Receipt propose(Sha256 incident, int tier) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Assents to a charter with the party's root key, bringing the party's keys that the charter names, each with its proof of possession. */
    public Receipt assent(Sha256 charter, KeyFile root, List<EnrolledKey> keys) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The public half of a key, with the proof that its private half was at hand, for an assent to {@code charter} or a key change under it. */
    public EnrolledKey prove(KeyFile key, Sha256 charter) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Adds or ends desk keys or TLS pins of the party. */
    public Receipt changeKeys(KeyChange change, KeyFile root) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Dates and signs a notice for another machine to send; returns the encoded SignedNotice. By default it is valid for 72 hours. */
    public byte[] sign(Draft draft) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Submits a notice that was signed elsewhere, by this party or another. */
    public Receipt submitSigned(byte[] signedNotice) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** What was signed and has no verified receipt yet, oldest first. */
    public List<Pending> outbox() throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Submits a waiting notice of the outbox again, as it is. */
    public Receipt resend(Sha256 notice) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Signs what a notice of the outbox says anew, with new dates, submits that, and then drops the old one. */
    public Receipt renew(Sha256 notice) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Takes a notice out of the outbox for good. */
    public void drop(Sha256 notice) throws DeskException {
        throw new UnsupportedOperationException();
    }

    // Hear -----------------------------------------------------------------------------------------------------------------------------------------------------

    /** Tells {@code listener} every entry from {@code fromIndex} on, first what the desk has already, then what comes, until {@link #close}. */
    public void follow(long fromIndex, DeskListener listener) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Tells {@code listener} every entry that comes from now on. */
    public void follow(DeskListener listener) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Waits until the desk's copy has everything that the hub has now. */
    public Head catchUp() throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The state of an incident by the desk's own replay, with time processed up to now. */
    public Optional<IncidentState> incident(Sha256 incident) {
        throw new UnsupportedOperationException();
    }

    /** The states of all incidents, newest first. */
    public List<IncidentState> incidents() {
        throw new UnsupportedOperationException();
    }

    /** A notice of the log by its identity. */
    public Optional<Delivery> find(Sha256 notice) {
        throw new UnsupportedOperationException();
    }

    /** The entries from {@code fromIndex} on that belong to {@code incident}, or all if empty; in order. */
    public List<Delivery> entries(long fromIndex, Optional<Sha256> incident) {
        throw new UnsupportedOperationException();
    }

    /** The evidence bundle of a notice: that it was logged. */
    public byte[] evidence(Sha256 notice) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** The evidence bundle of a tier's activation in an incident. */
    public byte[] evidence(Sha256 incident, int tier) throws DeskException {
        throw new UnsupportedOperationException();
    }

    /** Where the desk keeps receipts, outbox and the verified copy of the log. */
    public Path state() {
        return profile().state();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
