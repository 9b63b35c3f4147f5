package org.demarche.server;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Possession;
import org.demarche.escalation.TestKeys;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SigningKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Finding;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.FindingWord;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.Proposal;
import org.demarche.proto.v1.ProposalAct;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.ViolationReport;

/** What desks of the sample charter say, and how they sign it. */
public final class Says {
    /** Parties enough for the charter to be adopted. */
    public static final List<String> ADOPTERS =
            List.of("UA", "US", "NO", "GB", "FR", "DE", "PL", "TR", "IS", "SE", "FI", "DK");

    private static final AtomicLong NONCES = new AtomicLong();

    private Says() {}

    /**
     * Signs a notice, with what every notice has filled in where it is not.
     *
     * @param signer a desk or root, such as {@code NO/watch}
     * @param head the head that it is anchored over
     */
    public static ByteString signed(Charter charter, Head head, long nowMs, String signer, Notice.Builder notice) {
        return ByteString.copyFrom(
                NoticeSigner.sign(filled(charter, head, nowMs, signer, notice), TestKeys.signing(signer)));
    }

    /** The same with signatures that nobody made: for logs that are to be long, and whose signatures nobody checks. */
    public static ByteString unsigned(Charter charter, Head head, long nowMs, String signer, Notice.Builder notice) {
        return SignedNotice.newBuilder()
                .setNotice(filled(charter, head, nowMs, signer, notice).toByteString())
                .setKeyId(TestKeys.signing(signer).publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(new byte[64]))
                .setMlDsa65(ByteString.copyFrom(new byte[3309]))
                .build()
                .toByteString();
    }

    private static Notice filled(Charter charter, Head head, long nowMs, String signer, Notice.Builder notice) {
        notice.setSuite(PublicKey.SUITE)
                .setCharter(charter.hash().byteString())
                .setAuthor(signer.substring(0, signer.indexOf('/')))
                .setIssuedAtMs(nowMs)
                .setValidUntilMs(nowMs + 900_000)
                .setNonce(ByteString.copyFrom(ByteBuffer.allocate(16)
                        .putLong(8, NONCES.incrementAndGet())
                        .array()));
        if (!notice.hasAnchor()) {
            notice.setAnchor(
                    Anchor.newBuilder().setSize(head.size()).setRoot(head.root().byteString()));
        }
        if (notice.getPrecedence() == Precedence.PRECEDENCE_UNSPECIFIED) {
            notice.setPrecedence(Precedence.PRECEDENCE_ROUTINE);
        }
        return notice.build();
    }

    /**
     * A party's assent to a charter, with those of its keys that are not known.
     *
     * @param isKnown whether the log knows the key with this id
     */
    public static Notice.Builder assent(String party, Charter charter, Predicate<Sha256> isKnown) {
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(charter.hash().byteString());
        for (String post : List.of("root", "watch", SampleCharter.secondDesk(party))) {
            SigningKey key = TestKeys.signing(party + "/" + post);
            if (!isKnown.test(key.publicKey().id())) {
                assent.addKeys(Possession.prove(key, party, charter.hash()));
            }
        }
        return Notice.newBuilder().setCharterAssent(assent);
    }

    /** A message that belongs to no incident. */
    public static Notice.Builder message(String text) {
        return Notice.newBuilder().setMessage(Message.newBuilder().setText(text));
    }

    /** A report that opens an incident. */
    public static Notice.Builder report(long nowMs) {
        return Notice.newBuilder()
                .setViolationReport(ViolationReport.newBuilder()
                        .setCategory(Category.CATEGORY_ARTILLERY)
                        .setPlace(Place.newBuilder().setLatitudeE7(481234567).setLongitudeE7(377654321))
                        .setObservedFromMs(nowMs - 60_000)
                        .setObservedToMs(nowMs)
                        .setSummary("Shelling of the crossing"));
    }

    /** The party's word that there was a violation. */
    public static Notice.Builder violation(Sha256 incident) {
        return Notice.newBuilder()
                .setIncident(incident.byteString())
                .setFinding(Finding.newBuilder()
                        .setKind(FindingKind.FINDING_KIND_VIOLATION)
                        .setWord(FindingWord.FINDING_WORD_CONFIRMED));
    }

    /** A proposal to activate a tier. */
    public static Notice.Builder propose(Sha256 incident, int tier) {
        return Notice.newBuilder()
                .setIncident(incident.byteString())
                .setProposal(Proposal.newBuilder().setTier(tier).setAct(ProposalAct.PROPOSAL_ACT_ACTIVATE));
    }

    /** The party concurs with a proposal. */
    public static Notice.Builder concur(Sha256 incident, Sha256 proposal) {
        return Notice.newBuilder()
                .setIncident(incident.byteString())
                .addReferences(proposal.byteString())
                .setAcknowledgement(Acknowledgement.newBuilder().setPosition(Position.POSITION_CONCUR));
    }
}
