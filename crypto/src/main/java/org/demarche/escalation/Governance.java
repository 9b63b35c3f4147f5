package org.demarche.escalation;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.Gate;
import org.demarche.charter.Party;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.rule.Tally;

/**
 * What governs an index: the charter, the keys, and the pledges that its gates require. Immutable; {@link GovernanceFold} makes the next one.
 *
 * @param charter the charter in force; before adoption the draft of version 1
 * @param inForce whether enough parties have assented to version 1
 * @param drafts charters that parties can assent to, by hash; the one in force among them
 * @param keys keys and pins
 * @param pledges pledges that are linked into the governance chain, by identity
 */
public record Governance(
        Charter charter, boolean inForce, Map<Sha256, Draft> drafts, Keys keys, Map<Sha256, PledgeRecord> pledges) {
    public Governance {
        drafts = Map.copyOf(drafts);
        pledges = Map.copyOf(pledges);
    }

    /**
     * The state after entry 0.
     *
     * @throws RefusedException CHARTER_INVALID, if the text is no charter or not version 1
     */
    static Governance genesis(byte[] text) throws RefusedException {
        Charter charter = parse(text);
        if (!charter.mayBeginLog()) {
            throw new RefusedException(
                    Reason.CHARTER_INVALID, "version: " + charter.version() + " (expected: 1, since this is entry 0)");
        }
        return new Governance(
                charter, false, Map.of(charter.hash(), Draft.of(charter)), Keys.NONE.under(charter), Map.of());
    }

    static Charter parse(byte[] text) throws RefusedException {
        CharterParse parse = CharterParser.parse(text);
        if (parse instanceof CharterParse.Sound sound) {
            return sound.charter();
        }
        throw new RefusedException(
                Reason.CHARTER_INVALID,
                ((CharterParse.Unsound) parse).problems().get(0).toString());
    }

    /**
     * The public key that a notice says it was signed with: one that the log knows, or one that an assent itself brings.
     *
     * @return empty if there is none: the notice cannot be verified
     */
    public Optional<PublicKey> signingKey(UnverifiedNotice notice) {
        PublicKey known = keys.known().get(notice.keyId());
        if (known != null) {
            return Optional.of(known);
        }
        return notice.notice().getCharterAssent().getKeysList().stream()
                .map(Possession::keyOf)
                .filter(k -> k.id().equals(notice.keyId()))
                .findFirst();
    }

    /**
     * The public key that a notice says it was signed with.
     *
     * @throws RefusedException PARTY_UNKNOWN or KEY_UNKNOWN, if there is none
     */
    public PublicKey requireSigningKey(UnverifiedNotice notice) throws RefusedException {
        Optional<PublicKey> key = signingKey(notice);
        if (key.isPresent()) {
            return key.get();
        }
        String author = notice.notice().getAuthor();
        if (charter.party(author).isEmpty()) {
            throw new RefusedException(Reason.PARTY_UNKNOWN, "\"" + author + "\" is not a party of the charter");
        }
        String why = draft().byOwnRoot().contains(author)
                ? ""
                : ", since " + author + " has not assented to the charter yet";
        throw new RefusedException(Reason.KEY_UNKNOWN, "key " + notice.keyId().brief() + "… was never enrolled" + why);
    }

    /** Whose key this is, if it is in force. */
    public Optional<Signer> signer(Sha256 keyId) {
        return Optional.ofNullable(keys.signers().get(keyId));
    }

    /** The public key with this id, if it was ever brought. */
    public Optional<PublicKey> publicKey(Sha256 keyId) {
        return Optional.ofNullable(keys.known().get(keyId));
    }

    /** The keys in force of a desk, sorted: named by the charter or added since, brought, and not ended. */
    public SortedSet<Sha256> keysOfDesk(String party, String desk) {
        SortedSet<Sha256> found = new TreeSet<>();
        keys.signers().forEach((id, signer) -> {
            if (signer.equals(new Signer(party, Optional.of(desk)))) {
                found.add(id);
            }
        });
        return found;
    }

    /** Whether a desk of the party has a key in force, so that the party can say anything at all. */
    public boolean hasDesk(String party) {
        return keys.signers().values().stream()
                .anyMatch(
                        signer -> signer.party().equals(party) && signer.desk().isPresent());
    }

    /** What {@code party} has said of this key of its own, if it has declared it compromised. */
    public Optional<Compromise> compromise(String party, Sha256 keyId) {
        return keys.compromise(party, keyId);
    }

    /** Why an entry's notice is doubtful: its author has declared the key compromised since its index or an earlier one. Empty: it is not, or is the hub's own. */
    public Optional<Compromise> doubt(Entry entry) {
        return entry.content() instanceof Content.Noticed noticed
                ? compromise(
                                noticed.notice().notice().getAuthor(),
                                noticed.notice().keyId())
                        .filter(c -> c.covers(entry.index()))
                : Optional.empty();
    }

    /** The keys that an assent of {@code party} to {@code text} must bring: those that the text names for it and that it has not brought before; sorted. */
    public SortedSet<Sha256> keysToBring(Charter text, String party) {
        SortedSet<Sha256> missing = new TreeSet<>(text.keys(party));
        missing.removeIf(id -> keys.provenBy(party, id));
        return missing;
    }

    /** The party whose machines connect with this TLS pin. */
    public Optional<String> partyOfPin(Sha256 pin) {
        return Optional.ofNullable(keys.pins().get(pin));
    }

    /** Whether the log is closed: the charter in force is the final one. */
    public boolean closed() {
        return inForce && charter.closes();
    }

    /** How the adoption of {@link #charter} stands, as long as it is a draft; afterwards too. */
    public Tally adoption() {
        return charter.adoption().tally(draft().byOwnRoot());
    }

    /** What the adoption of version 1 waits for, as one sentence for people. */
    public String awaited() {
        return "the charter is not in force: " + draft().byOwnRoot().size() + " parties have assented, still missing: "
                + adoption().shortfall();
    }

    /** Whether a pledge of {@code party} to {@code component} is in force at {@code instantMs}. */
    public boolean pledged(String party, Component component, long instantMs) {
        return pledges.values().stream()
                .anyMatch(p -> p.party().equals(party) && p.component() == component && p.inForce(instantMs));
    }

    /** Whether {@code text} names this key as the root of {@code party}, and it has not ended. The party may not have brought it yet. */
    boolean namesRoot(Charter text, String party, Sha256 keyId) {
        return !keys.ended().contains(keyId)
                && text.party(party).map(Party::root).filter(keyId::equals).isPresent();
    }

    /**
     * Whether a root key has signed. Whoever assents to a charter that gives the party a new root signs with that root too, and an assent may itself bring the root.
     */
    boolean isSignedByRoot(VerifiedNotice verified) {
        Notice notice = verified.notice();
        String author = notice.getAuthor();
        Sha256 key = verified.keyId();
        if (!notice.hasCharterAssent()) {
            return signer(key)
                    .filter(s -> s.isRoot() && s.party().equals(author))
                    .isPresent();
        }
        Draft draft = drafts.get(Sha256.copyOf(notice.getCharterAssent().getCharter()));
        boolean named = namesRoot(charter, author, key) || (draft != null && namesRoot(draft.charter(), author, key));
        return named
                && (keys.provenBy(author, key)
                        || notice.getCharterAssent().getKeysList().stream()
                                .map(Possession::keyOf)
                                .anyMatch(k -> k.id().equals(key)));
    }

    /** Whether some tier's gate asks for a pledge of {@code party} to {@code component}. */
    boolean requires(String party, Component component) {
        Gate gate = new Gate.OfPledge(party, component);
        return charter.tiers().stream().anyMatch(t -> t.requires().contains(gate));
    }

    /** The first instant after {@code instantMs} at which time alone makes a required pledge begin or end. */
    OptionalLong nextPledgeInstant(long instantMs) {
        return pledges.values().stream()
                .filter(p -> p.standing() && requires(p.party(), p.component()))
                .flatMapToLong(p -> LongStream.of(p.fromMs(), p.untilMs()))
                .filter(t -> t > instantMs)
                .min();
    }

    Governance with(Keys nowKeys) {
        return new Governance(charter, inForce, drafts, nowKeys, pledges);
    }

    Governance with(Draft draft) {
        Map<Sha256, Draft> all = new HashMap<>(drafts);
        all.put(draft.charter().hash(), draft);
        return new Governance(charter, inForce, all, keys, pledges);
    }

    Governance with(PledgeRecord pledge) {
        Map<Sha256, PledgeRecord> all = new HashMap<>(pledges);
        all.put(pledge.id(), pledge);
        return new Governance(charter, inForce, drafts, keys, all);
    }

    /** The state in which {@code draft} governs. Other drafts name a predecessor that no longer governs, so they are gone. */
    Governance adopted(Draft draft) {
        Charter next = draft.charter();
        return new Governance(next, true, Map.of(next.hash(), draft), keys.under(next), pledges);
    }

    private Draft draft() {
        return Objects.requireNonNull(drafts.get(charter.hash()), "the charter that governs is kept among the drafts");
    }
}
