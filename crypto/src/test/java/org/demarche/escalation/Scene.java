package org.demarche.escalation;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.charter.Desk;
import org.demarche.charter.Party;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.merkle.MemoryTree;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Measures;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.proto.v1.Warning;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/**
 * A log in memory with real signatures, under the sample charter, for tests that tell a story: time is plan time since {@link #START}, and whoever speaks is
 * named as {@code NO/watch}.
 */
public final class Scene {
    /** The scene's zero hour. */
    public static final long START = Instant.parse("2026-03-01T06:00:00Z").toEpochMilli();

    private static final long HOUR = 3_600_000L;

    private static final SignatureVerifier VERIFIED_BEFORE = new SignatureVerifier() {
        @Override
        public boolean verify(PublicKey key, byte[] message, HybridSignature signature) {
            return true;
        }

        @Override
        public String name() {
            return "verified before";
        }
    };

    private final SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final List<Entry> entries = new ArrayList<>();
    private final MemoryTree tree = new MemoryTree();
    private long nowMs = START;
    private long nonce;

    private Scene(String text) {
        append(new Content.Genesis(ByteString.copyFromUtf8(text)));
    }

    /** Under a charter that nobody has assented to yet. */
    public static Scene draft(SampleCharter charter) {
        return draft(charter.text());
    }

    /** The same with any text. */
    public static Scene draft(String text) {
        return new Scene(text);
    }

    /** Under the sample charter at real pace, in force: every party has assented. */
    public static Scene inForce() {
        Scene scene = draft(SampleCharter.actual(TestKeys::fingerprint));
        Assented.ENTRIES.forEach(scene::take);
        return scene;
    }

    /** The sample charter with three witnesses, two of which must cosign. */
    public static SampleCharter witnessedCharter() {
        return SampleCharter.actual(TestKeys::fingerprint).witnessedBy("GB", "FR", "NO");
    }

    /** Under {@link #witnessedCharter}, in force. */
    public static Scene inForceWitnessed() {
        Scene scene = draft(witnessedCharter());
        AssentedWitnessed.ENTRIES.forEach(scene::take);
        return scene;
    }

    /** Likewise for {@link #witnessedCharter}. */
    private static final class AssentedWitnessed {
        private static final List<Entry> ENTRIES = Assented.play(witnessedCharter());
    }

    /** The parties' assents, signed and verified once for a test run, since many stories begin with them. */
    private static final class Assented {
        private static final List<Entry> ENTRIES = play(SampleCharter.actual(TestKeys::fingerprint));

        private static List<Entry> play(SampleCharter charter) {
            Scene scene = draft(charter);
            SampleCharter.PARTIES.keySet().forEach(p -> entry(scene.assent(p, scene.charter())));
            return scene.entries().subList(1, scene.entries().size());
        }
    }

    /** Takes an entry that another scene has verified. */
    private void take(Entry entry) {
        Ledger.Batch batch = ledger.batch(register, VERIFIED_BEFORE);
        batch.replay(entry).ifPresent(refusal -> {
            throw new AssertionError(refusal);
        });
        batch.adopt();
        add(entry);
        nonce++;
    }

    // Time

    /** Sets the clock to an hour of the plan. */
    public Scene at(double hours) {
        return atMs(Math.round(hours * HOUR));
    }

    /** Sets the clock to a millisecond of the plan. */
    public Scene atMs(long millis) {
        nowMs = START + millis;
        return this;
    }

    // Notices

    /** Signs and offers a notice. */
    public Outcome offer(String signer, Notice.Builder notice) {
        return offer(signed(signer, notice));
    }

    /** Offers a signed notice. */
    public Outcome offer(byte[] signed) {
        try {
            UnverifiedNotice notice = UnverifiedNotice.parse(signed);
            PublicKey key = ledger.governance()
                    .signingKey(notice)
                    .orElseThrow(() -> new RefusedException(Reason.KEY_UNKNOWN, "unknown key"));
            return append(new Content.Noticed(notice.verify(key, verifier).orElseThrow()));
        } catch (RefusedException e) {
            return new Outcome.Refused(e.refusal());
        }
    }

    /** Signs a notice, with what every notice has filled in unless it is set already. */
    public byte[] signed(String signer, Notice.Builder notice) {
        String party = signer.substring(0, signer.indexOf('/'));
        notice.setSuite(PublicKey.SUITE)
                .setNonce(ByteString.copyFrom(
                        ByteBuffer.allocate(16).putLong(8, ++nonce).array()));
        if (notice.getCharter().isEmpty()) {
            notice.setCharter(charter().hash().byteString());
        }
        if (notice.getAuthor().isEmpty()) {
            notice.setAuthor(party);
        }
        if (notice.getIssuedAtMs() == 0) {
            notice.setIssuedAtMs(nowMs);
        }
        if (notice.getValidUntilMs() == 0) {
            notice.setValidUntilMs(notice.getIssuedAtMs() + 900_000);
        }
        if (!notice.hasAnchor()) {
            notice.setAnchor(Anchor.newBuilder()
                    .setSize(entries.size())
                    .setRoot(tree.head(entries.size()).root().byteString()));
        }
        if (notice.getPrecedence() == Precedence.PRECEDENCE_UNSPECIFIED) {
            notice.setPrecedence(Precedence.PRECEDENCE_IMMEDIATE);
        }
        return NoticeSigner.sign(notice.build(), TestKeys.signing(signer));
    }

    /** The outcome's entry; an error if it was refused. */
    public static Entry entry(Outcome outcome) {
        if (outcome instanceof Outcome.Appended appended) {
            return appended.entry();
        }
        throw new AssertionError("refused: " + ((Outcome.Refused) outcome).refusal());
    }

    /** The identity of the notice that was taken. */
    public static Sha256 id(Outcome outcome) {
        return entry(outcome).noticeId().orElseThrow();
    }

    /** The reason for which it was refused; an error if it was taken. */
    public static Reason reason(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.refusal().reason();
        }
        throw new AssertionError("taken: " + outcome);
    }

    /** A party's root posts the text of a charter. */
    public Outcome post(String party, String text) {
        return offer(
                party + "/root",
                Notice.newBuilder().setCharterText(CharterText.newBuilder().setText(ByteString.copyFromUtf8(text))));
    }

    /** A party's root assents, and brings the keys that the log does not know. */
    public Outcome assent(String party, Charter to) {
        return assent(party, to, party + "/root");
    }

    /** The same with another root key. */
    public Outcome assent(String party, Charter to, String root) {
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(to.hash().byteString());
        for (String name : keyNames(party, to)) {
            SigningKey key = TestKeys.signing(name);
            if (ledger.governance().publicKey(key.publicKey().id()).isEmpty()) {
                assent.addKeys(Possession.prove(key, party, to.hash()));
            }
        }
        return offer(root, Notice.newBuilder().setCharterAssent(assent));
    }

    private List<String> keyNames(String party, Charter charter) {
        Party named = charter.party(party).orElseThrow();
        List<String> names = new ArrayList<>();
        for (String post : List.of("root", "root2", "watch", "watch2", "minister", "minister2", "principal")) {
            String name = party + "/" + post;
            Sha256 id = TestKeys.signing(name).publicKey().id();
            if (named.root().equals(id)
                    || named.desks().stream().map(Desk::keys).anyMatch(k -> k.contains(id))) {
                names.add(name);
            }
        }
        return names;
    }

    /** A report that opens an incident. */
    public Sha256 report(String signer) {
        return id(offer(signer, Notice.newBuilder().setViolationReport(aReport())));
    }

    /** A report's body. */
    public ViolationReport.Builder aReport() {
        return ViolationReport.newBuilder()
                .setCategory(Category.CATEGORY_ARTILLERY)
                .setPlace(org.demarche.proto.v1.Place.newBuilder()
                        .setLatitudeE7(481234567)
                        .setLongitudeE7(377654321))
                .setObservedFromMs(nowMs - 60_000)
                .setObservedToMs(nowMs)
                .setSummary("Shelling of the crossing");
    }

    /** Several parties' word on a finding. */
    public void confirm(Sha256 incident, FindingKind kind, String... signers) {
        for (String signer : signers) {
            entry(find(incident, kind, FindingWord.FINDING_WORD_CONFIRMED, signer));
        }
    }

    /** One party's word on a finding. */
    public Outcome find(Sha256 incident, FindingKind kind, FindingWord word, String signer) {
        return offer(
                signer,
                in(incident).setFinding(Finding.newBuilder().setKind(kind).setWord(word)));
    }

    /** A warning. */
    public Outcome warn(Sha256 incident, String signer) {
        return offer(
                signer,
                in(incident)
                        .setWarning(Warning.newBuilder()
                                .setText("Stop.")
                                .setDeliveredTo("Embassy")
                                .setChannel("Note verbale")));
    }

    /** Measures. */
    public Outcome measures(Sha256 incident, String signer) {
        return offer(signer, in(incident).setMeasures(Measures.newBuilder().setText("Battery silenced.")));
    }

    /** A proposal to activate. */
    public Outcome propose(Sha256 incident, int tier, String signer) {
        return propose(incident, tier, ProposalAct.PROPOSAL_ACT_ACTIVATE, signer);
    }

    /** A proposal. */
    public Outcome propose(Sha256 incident, int tier, ProposalAct act, String signer) {
        return offer(
                signer,
                in(incident).setProposal(Proposal.newBuilder().setTier(tier).setAct(act)));
    }

    /** Several desks concur. */
    public void concur(Sha256 incident, Sha256 proposal, String... signers) {
        for (String signer : signers) {
            entry(acknowledge(incident, proposal, Position.POSITION_CONCUR, signer));
        }
    }

    /** A position. */
    public Outcome acknowledge(Sha256 incident, Sha256 target, Position position, String signer) {
        return offer(
                signer,
                in(incident)
                        .addReferences(target.byteString())
                        .setAcknowledgement(Acknowledgement.newBuilder().setPosition(position)));
    }

    /** A notice of an incident. */
    public static Notice.Builder in(Sha256 incident) {
        return Notice.newBuilder().setIncident(incident.byteString());
    }

    /** The hub's own entry. */
    public Outcome mark(Sha256 incident) {
        return append(new Content.Mark(incident));
    }

    // What came of it

    /** The incident after its newest entry. */
    public Incident incident(Sha256 id) {
        return ledger.incident(id).orElseThrow();
    }

    /** The incident as it is now, if no further entry comes. */
    public Incident now(Sha256 id) {
        return incident(id).at(nowMs, entries.size());
    }

    /** The charter in force, or the draft. */
    public Charter charter() {
        return ledger.governance().charter();
    }

    /** What governs. */
    public Governance governance() {
        return ledger.governance();
    }

    /** The state of the whole log. */
    public Ledger ledger() {
        return ledger;
    }

    /** An overlay that a test may drop again, so that one scene serves many tries. */
    public Ledger.Batch speculation() {
        return ledger.batch(register, verifier);
    }

    /** The entries. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The tree over the entries. */
    public MemoryTree tree() {
        return tree;
    }

    /** Reads every entry's bytes back, verifies, and folds them anew; an error if anything is refused. */
    public Ledger replayed() {
        Ledger again = Ledger.empty();
        MemoryRegister known = new MemoryRegister();
        for (Entry entry : entries) {
            try {
                UnverifiedEntry read = UnverifiedEntry.parse(entry.bytes());
                Entry verified = entry.index() == 0 ? read.fromOwnStore() : read.verify(again.governance(), verifier);
                Ledger.Batch batch = again.batch(known, verifier);
                Optional<org.demarche.refusal.Refusal> refusal = batch.replay(verified);
                if (refusal.isPresent()) {
                    throw new AssertionError("entry " + entry.index() + ": " + refusal.get());
                }
                batch.adopt();
                known.add(verified);
            } catch (RefusedException e) {
                throw new AssertionError("entry " + entry.index() + ": " + e.refusal(), e);
            }
        }
        return again;
    }

    private Outcome append(Content content) {
        Ledger.Batch batch = ledger.batch(register, verifier);
        Outcome outcome = batch.append(content, nowMs);
        if (outcome instanceof Outcome.Appended appended) {
            batch.adopt();
            add(appended.entry());
        }
        return outcome;
    }

    private void add(Entry entry) {
        register.add(entry);
        entries.add(entry);
        tree.append(entry.leaf());
    }
}
