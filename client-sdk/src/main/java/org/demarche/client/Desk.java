package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.Expiry;
import org.demarche.charter.Predecessor;
import org.demarche.client.witness.Witnessing;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Outlook;
import org.demarche.hash.Sha256;
import org.demarche.key.SigningKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.situation.Situation;

/**
 * A liaison desk, connected. Thread-safe. Everything that it returns is verified; everything that it signs lies in the outbox, on disk, before it is sent, until its
 * receipt is verified.
 */
public final class Desk implements AutoCloseable {
    private final DeskParts parts;

    private Desk(DeskParts parts) {
        this.parts = parts;
    }

    // Open
    // -----------------------------------------------------------------------------------------------------------------------------------------------------

    /**
     * Opens a desk: reads keys and charter, replays its own copy of the log, connects, and catches up with the hub. The passphrase comes from
     * {@code passphrase_file}.
     */
    public static Desk open(Profile profile) throws DeskException {
        return open(profile, passphrase(profile));
    }

    /** The same, where {@code passphrase} opens the desk's key when a notice is to be signed. */
    public static Desk open(Profile profile, KeyFile.Passphrase passphrase) throws DeskException {
        return open(profile, passphrase, Surroundings.real(DeskParts.LOG));
    }

    /** The same, with another clock or another line than the real ones. */
    public static Desk open(Profile profile, KeyFile.Passphrase passphrase, Surroundings surroundings)
            throws DeskException {
        DeskParts parts = DeskParts.assemble(profile, passphrase, surroundings, true);
        try {
            parts.connection().connect();
            return new Desk(parts);
        } catch (DeskException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /** Opens a desk that never connects: it signs for another machine to send, and reads its own copy of the log. */
    public static Desk offline(Profile profile, KeyFile.Passphrase passphrase, Surroundings surroundings)
            throws DeskException {
        return new Desk(DeskParts.assemble(profile, passphrase, surroundings, false));
    }

    private static KeyFile.Passphrase passphrase(Profile profile) throws DeskException {
        return profile.passphraseFile()
                .map(KeyFile.Passphrase::inFile)
                .orElseThrow(() -> new DeskException.Misconfigured(
                        profile.source() + ": passphrase_file: missing",
                        "name the file in the profile, or hand the passphrase to Desk.open"));
    }

    /** The profile it was opened with. */
    public Profile profile() {
        return parts.profile();
    }

    /** The charter in force; before adoption, the draft of version 1. */
    public Charter charter() {
        return parts.replica().charter();
    }

    /** What governs the next entry: charter, keys, drafts, pledges. Empty for an offline desk that has seen nothing yet. */
    public Optional<Governance> governance() {
        return parts.replica().governance();
    }

    /** Whether enough parties have assented to the charter. */
    public boolean inForce() {
        return governance().map(Governance::inForce).orElse(false);
    }

    /** The charter with this hash that the desk knows: one that has been posted and could come into force, the one in force, or the draft of version 1 that the profile pins. */
    public Optional<Charter> charter(Sha256 hash) {
        return governance()
                .map(g -> g.drafts().get(hash))
                .map(org.demarche.escalation.Draft::charter)
                .or(() -> Optional.of(charter()).filter(c -> c.hash().equals(hash)));
    }

    /**
     * What comes of a draft, as things stand in this desk's copy: what it changes, who must assent, what its adoption moves.
     *
     * @throws DeskException.Misconfigured if the copy is empty
     */
    public Outlook outlook(Charter draft) throws DeskException {
        Governance now = governance()
                .orElseThrow(() -> new DeskException.Misconfigured("this desk has seen nothing yet", "connect once"));
        List<Incident> open = parts.replica().incidents(parts.nowMs()).stream()
                .filter(i -> i.phase() != Incident.Phase.CLOSED)
                .toList();
        return Outlook.of(now, draft, open);
    }

    /** What to say of the charter's end by this machine's clock: something from ninety days ahead on. */
    public Optional<String> expiryWarning() {
        return inForce() ? Expiry.warning(charter(), parts.nowMs()) : Optional.empty();
    }

    /**
     * What version 1 of the next log's charter says of this one, as its predecessor, from the desk's own copy.
     *
     * @throws DeskException.Misconfigured if the copy is empty or can't be read
     */
    public Predecessor predecessor() throws DeskException {
        return parts.records().predecessor();
    }

    /** How many incidents have moved since their newest entry, so that the hub is yet to mark them. */
    public long unmarkedIncidents() {
        return parts.replica().incidents(0).stream().filter(Incident::unmarked).count();
    }

    /** The newest verified head of the log; of size 0 for an offline desk that has seen nothing yet. */
    public Head head() {
        return parts.replica().head();
    }

    /** By how much the hub's clock differs from this machine's, if by more than the charter allows. Nothing can be submitted then. */
    public Optional<DeskException.ClockSkew> clockSkew() {
        return parts.clocks().skew();
    }

    /** What witnesses say of the log: its newest witnessed head, verified. */
    public Witnessing witnessed() {
        return parts.witnessed().newest();
    }

    /** What witnesses say of the entry with this index. */
    public Witnessing witnessed(long index) {
        return parts.witnessed().of(index);
    }

    /** Waits until the entry with this index is witnessed, and says whether it is; at once where the charter names no witness. */
    public Witnessing awaitWitnessed(long index, Duration longest) throws DeskException {
        parts.requireOnline();
        return parts.watch().awaitWitnessed(index, longest);
    }

    /** Whether entries that the charter wants witnessed have been waiting for it for more than a minute. Nothing else is the worse for it. */
    public Optional<DeskException.NotWitnessed> lateWitnesses() throws DeskException {
        try {
            return parts.late().now();
        } catch (IOException e) {
            throw DeskFiles.unreadable(state(), "state", e);
        }
    }

    // Say
    // ------------------------------------------------------------------------------------------------------------------------------------------------------

    /**
     * Dates, signs, keeps and submits a notice. When no hub answers it is tried again for three to five seconds; after that it stays in the outbox, and {@link #resend}
     * is safe at any time: the hub logs a notice once.
     */
    public Receipt submit(Draft draft) throws DeskException {
        parts.requireOnline();
        return parts.dispatch().send(parts.signing().sign(draft, Signing.ONLINE));
    }

    /** The same, signed with another key than the desk's: a root key for what only a root key may sign. */
    public Receipt submit(Draft draft, KeyFile signer) throws DeskException {
        return submit(draft, signer.unlock());
    }

    /** The same, with a key that is open already. */
    public Receipt submit(Draft draft, OpenKey signer) throws DeskException {
        parts.requireOnline();
        return parts.dispatch().send(parts.signing().sign(draft, Signing.ONLINE, signer.key()));
    }

    /** States a position on a notice; {@code reservation} may be empty. */
    public Receipt acknowledge(Sha256 notice, Position position, String reservation) throws DeskException {
        return submit(acknowledgement(notice, position, reservation));
    }

    /** States a position on a notice. */
    public Receipt acknowledge(Sha256 notice, Position position) throws DeskException {
        return acknowledge(notice, position, "");
    }

    /** A position on a notice that the log holds, in that notice's incident, as a draft. */
    public Draft acknowledgement(Sha256 notice, Position position, String reservation) throws DeskException {
        return Notices.acknowledgement(known(notice).incident(), notice, position, reservation);
    }

    /** Proposes that a tier be activated, on the grounds of the report that opened the incident. */
    public Receipt propose(Sha256 incident, int tier) throws DeskException {
        return submit(Notices.proposal(incident, tier, ProposalAct.PROPOSAL_ACT_ACTIVATE, "", List.of(incident)));
    }

    /** Assents to a charter with the party's root key, bringing the party's keys that the charter names, each with its proof of possession. */
    public Receipt assent(Sha256 charter, KeyFile root, List<EnrolledKey> keys) throws DeskException {
        return assent(charter, root.unlock(), keys);
    }

    /** The same, with a root key that is open already. */
    public Receipt assent(Sha256 charter, OpenKey root, List<EnrolledKey> keys) throws DeskException {
        CharterAssent assent = CharterAssent.newBuilder()
                .setCharter(charter.byteString())
                .addAllKeys(keys)
                .build();
        return submit(Draft.of(Notice.newBuilder().setCharterAssent(assent).build()), root);
    }

    /** The public half of a key, with the proof that its private half was at hand, for an assent to {@code charter} or a key change under it. */
    public EnrolledKey prove(KeyFile key, Sha256 charter) throws DeskException {
        return prove(key.unlock(), charter);
    }

    /** The same, of a key that is open already. */
    public EnrolledKey prove(OpenKey key, Sha256 charter) throws DeskException {
        return parts.signing().prove(key.key(), charter);
    }

    /** Adds or ends desk keys or TLS pins of the party. */
    public Receipt changeKeys(KeyChange change, KeyFile root) throws DeskException {
        return submit(Draft.of(Notice.newBuilder().setKeyChange(change).build()), root);
    }

    /** Dates and signs a notice for another machine to send; returns the encoded SignedNotice. By default it is valid for 72 hours, or as long as the charter allows. */
    public byte[] sign(Draft draft) throws DeskException {
        return parts.signing().sign(draft, Signing.CARRIED).bytes().toByteArray();
    }

    /** Dates and signs a notice with another key than the desk's, for another machine to send. */
    public byte[] sign(Draft draft, KeyFile signer) throws DeskException {
        return parts.signing()
                .sign(draft, Signing.CARRIED, signer.open())
                .bytes()
                .toByteArray();
    }

    /** Dates and signs a notice and puts it into the outbox without sending it: for a desk that has no line just now. Returns its identity. */
    public Sha256 keep(Draft draft) throws DeskException {
        UnverifiedNotice notice = parts.signing().sign(draft, Signing.CARRIED);
        parts.dispatch().keep(notice);
        return notice.id();
    }

    /** Submits a notice that was signed elsewhere, by this party or another. */
    public Receipt submitSigned(byte[] signedNotice) throws DeskException {
        parts.requireOnline();
        return parts.dispatch().send(Dispatch.parse(signedNotice));
    }

    /** What was signed and has no verified receipt yet, oldest first. */
    public List<Pending> outbox() throws DeskException {
        return parts.dispatch().pending();
    }

    /** Submits a notice of the outbox again, as it is. */
    public Receipt resend(Sha256 notice) throws DeskException {
        parts.requireOnline();
        return parts.dispatch().sendKept(parts.dispatch().find(notice));
    }

    /**
     * Signs what a notice of the outbox says anew, with new dates and the desk's own key; submits that, and once it is in the log drops the old one.
     *
     * @throws DeskException.Misconfigured if it was signed with another key: nothing is ever signed with another key than before unless somebody says so
     */
    public Receipt renew(Sha256 notice) throws DeskException {
        return renew(parts.dispatch().find(notice), parts.signing().ownKey());
    }

    /** The same with the root key that signed it before. */
    public Receipt renew(Sha256 notice, KeyFile root) throws DeskException {
        return renew(parts.dispatch().find(notice), root.open());
    }

    private Receipt renew(UnverifiedNotice old, SigningKey key) throws DeskException {
        parts.requireOnline();
        parts.signing().requireSame(old, key);
        Receipt receipt = parts.dispatch().send(parts.signing().sign(Draft.of(old.notice()), Signing.ONLINE, key));
        drop(old.id());
        return receipt;
    }

    /**
     * Opens a refusal that a hub has signed, such as lies beside a refused notice: this desk's or anybody's. Needs no network.
     *
     * @param signedRefusal the encoded SignedRefusal
     * @return empty unless the log's keys, those that govern behind the head it names, have both signed it
     * @throws DeskException.Misbehaved if they have, and that head is over other entries than the desk's copy: two histories
     */
    public Optional<HubRefusal> openRefusal(byte[] signedRefusal) throws DeskException {
        return parts.comparing().openRefusal(signedRefusal);
    }

    /** Takes a notice out of the outbox for good. */
    public void drop(Sha256 notice) throws DeskException {
        parts.dispatch().find(notice);
        parts.dispatch().drop(notice);
    }

    // Hear
    // -----------------------------------------------------------------------------------------------------------------------------------------------------

    /** Tells {@code listener} every entry from {@code fromIndex} on, first what the desk has already, then what comes, until {@link #close}. */
    public void follow(long fromIndex, DeskListener listener) throws DeskException {
        parts.confidence().require();
        parts.deliveries().subscribe(fromIndex, listener);
    }

    /** Tells {@code listener} every entry that comes from now on. */
    public void follow(DeskListener listener) throws DeskException {
        follow(head().size(), listener);
    }

    /** Waits until the desk's copy has everything that the hub has now. */
    public Head catchUp() throws DeskException {
        parts.requireOnline();
        return parts.connection().catchUp();
    }

    /**
     * Holds a head that somebody else was shown, a checkpoint's note or a receipt, against this desk's copy. One beyond it is remembered, and accuses nobody: this hub may
     * be behind another.
     *
     * @throws DeskException.Misbehaved if the log has signed it and it contradicts the copy: two histories
     */
    public Comparison compare(byte[] head) throws DeskException {
        return parts.comparing().compare(head);
    }

    /** The state of an incident by the desk's own replay, with time processed up to now. */
    public Optional<IncidentState> incident(Sha256 incident) {
        return parts.replica().incident(incident, parts.nowMs()).map(Incident::state);
    }

    /** The states of all incidents, newest first. */
    public List<IncidentState> incidents() {
        List<IncidentState> states = new ArrayList<>();
        parts.replica().incidents(parts.nowMs()).forEach(i -> states.add(0, i.state()));
        return states;
    }

    /**
     * Everything that there is to see by the desk's own replay, with time processed up to now; empty for an offline desk that has seen nothing yet. Of witnesses
     * {@link #witnessed()} tells what this desk has verified; how the hub is, the hub's operators see.
     */
    public Optional<Situation> situation() throws DeskException {
        long upTo = witnessed() instanceof Witnessing.Witnessed newest ? newest.size() : 0;
        try {
            return parts.replica().situation(parts.nowMs(), upTo);
        } catch (IOException e) {
            throw DeskFiles.unreadable(state(), "state", e);
        }
    }

    /** A notice of the log by its identity. */
    public Optional<Delivery> find(Sha256 notice) throws DeskException {
        return parts.records().find(notice);
    }

    /**
     * The notice whose identity begins with these hex digits, as people write them.
     *
     * @throws DeskException.Invalid if there is none, or more than one
     */
    public Sha256 resolve(String hex) throws DeskException {
        return parts.records().resolve(hex);
    }

    /** The entries from {@code fromIndex} on that belong to {@code incident}, or all if empty; in order. */
    public List<Delivery> entries(long fromIndex, Optional<Sha256> incident) throws DeskException {
        return parts.records().entries(fromIndex, incident);
    }

    /** The evidence bundle of a notice, verified: that it was logged. */
    public byte[] evidence(Sha256 notice) throws DeskException {
        parts.requireOnline();
        known(notice);
        return parts.evidence().ofNotice(notice);
    }

    /** The evidence bundle of a tier's activation in an incident, verified. It may still be undecided for others, when witnesses are missing. */
    public byte[] evidence(Sha256 incident, int tier) throws DeskException {
        parts.requireOnline();
        IncidentState state = incident(incident)
                .orElseThrow(() -> new DeskException.Invalid(
                        "the log has no incident " + incident.brief() + "…",
                        "`demarche liaison incident` lists the incidents with their ids"));
        return parts.evidence()
                .ofActivation(
                        state,
                        tier,
                        index -> entries(index, Optional.of(incident)).stream()
                                .findFirst()
                                .map(Delivery::index)
                                .orElseThrow(() -> new DeskException.Invalid(
                                        "the activation is not visible in the incident's own entries yet",
                                        "the hub marks it within seconds; try again")));
    }

    /** Where the desk keeps receipts, outbox and the verified copy of the log. */
    public Path state() {
        return profile().state();
    }

    private Delivery known(Sha256 notice) throws DeskException {
        return find(notice)
                .orElseThrow(() -> new DeskException.Invalid(
                        "the log has no notice " + notice.brief() + "…",
                        "`demarche liaison inbox` lists the notices with their ids"));
    }

    /** Ends following and closes the line. What waits in the outbox stays there. */
    @Override
    public void close() {
        parts.close();
    }
}
