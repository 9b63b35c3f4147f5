package org.demarche.lies;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.HybridSignature;
import org.demarche.key.PublicKey;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.Acknowledgement;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Position;
import org.demarche.proto.v1.SignedNotice;

/** Signatures and proofs of possession that are no more than half true. The hub hashes and signs whatever it likes, so nothing but these stands against it. */
final class SignatureLies {
    private static final String BOTH = "both halves of a signature must be true over these very bytes";
    private static final String BOUND = "the proof binds key, party and charter";

    /** Order of the group of Ed25519. */
    private static final BigInteger ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private SignatureLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        notices(lies);
        replaced(lies);
        proofs(lies);
        weakKey(lies);
        lies.about(LieCharter.twoKeys(), "tier 1");
        lies.tell(
                "decline-turned-into-a-concurrence",
                Liar.HUB,
                12,
                3,
                "the hub wrote CONCUR where UA's other desk had signed DECLINE",
                BOTH,
                () -> {
                    Tale tale = CutLies.declined();
                    return tale.log()
                            .changed(
                                    tale.middle() + 1,
                                    e -> restated(
                                            e,
                                            n -> n.setAcknowledgement(Acknowledgement.newBuilder()
                                                    .setPosition(Position.POSITION_CONCUR))))
                            .incident(tale.incident());
                });
    }

    /** Changes what a notice says under the signature that it has. */
    static void restated(LogEntry.Builder entry, java.util.function.Consumer<Notice.Builder> change) {
        Notice.Builder notice = LieLog.noticeOf(entry.build()).toBuilder();
        change.accept(notice);
        entry.getNoticeBuilder().setNotice(notice.build().toByteString());
    }

    private static void notices(Lies lies) {
        resealed(
                lies,
                "signature-ed25519-of-another-notice",
                "the Ed25519 half is that of another notice",
                (s, other) -> s.setEd25519(other.getEd25519()));
        resealed(
                lies,
                "signature-ml-dsa-of-another-notice",
                "the ML-DSA-65 half is that of another notice",
                (s, other) -> s.setMlDsa65(other.getMlDsa65()));
        resealed(
                lies,
                "signature-ed25519-not-canonical",
                "the group's order is added to S of the Ed25519 half",
                (s, other) -> s.setEd25519(plusOrder(s.getEd25519())));
        resealed(
                lies,
                "signature-with-the-key-id-of-the-root",
                "the notice names UA's root, but a desk signed",
                (s, other) ->
                        s.setKeyId(LieKeys.party("UA/root").publicKey().id().byteString()));
        lies.tell(
                "signature-of-another-type",
                Liar.HUB_AND_PARTY,
                12,
                3,
                "UA signed these bytes, but as something else than a notice",
                "the type stands in what is signed",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    SignedNotice honest = log.signed("UA/watch", Says.message("Good morning"));
                    HybridSignature signature = LieKeys.party("UA/watch")
                            .sign(Pae.encode(
                                    UnverifiedNotice.TYPE + "2",
                                    honest.getNotice().toByteArray()));
                    return log.ofNotice(log.take(honest.toBuilder()
                            .setEd25519(ByteString.copyFrom(signature.ed25519()))
                            .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                            .build()));
                });
    }

    private static void replaced(Lies lies) {
        rewritten(
                lies,
                "text-changed",
                "the hub changed the text of UA's message",
                n -> n.setMessage(n.getMessage().toBuilder().setText("Good grief")));
        rewritten(lies, "author-changed", "the hub put GB in the place of the author", n -> n.setAuthor("GB"));
        rewritten(
                lies,
                "validity-changed",
                "the hub made UA's message valid for longer",
                n -> n.setValidUntilMs(n.getValidUntilMs() + 1));
        lies.tell(
                "incident-changed",
                Liar.HUB,
                12,
                3,
                "the hub moved UA's word from one incident to another",
                BOTH,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Tale one = Tale.proposed(log);
                    Tale other = Tale.told(log);
                    LieLog moved = log.changed(
                            other.last(),
                            e -> restated(
                                    e,
                                    n -> n.setIncident(one.incident().byteString())
                                            .setReferences(0, one.proposed().byteString())));
                    return moved.incident(one.incident());
                });
    }

    private static void proofs(Lies lies) {
        Sha256 charter = LieCharter.plain().hash();
        EnrolledKey true_ = Possession.prove(LieKeys.party("UA/watch"), "UA", charter);
        EnrolledKey ofRoot = Possession.prove(LieKeys.party("UA/root"), "UA", charter);
        enrolled(
                lies,
                "possession-of-another-party",
                "the proof was made for GB",
                BOUND,
                Possession.prove(LieKeys.party("UA/watch"), "GB", charter));
        enrolled(
                lies,
                "possession-under-another-charter",
                "the proof was made for another charter",
                BOUND,
                Possession.prove(LieKeys.party("UA/watch"), "UA", Sha256.of()));
        enrolled(
                lies,
                "possession-ed25519-of-another-key",
                "the Ed25519 half of the proof is that of UA's root",
                BOTH,
                true_.toBuilder().setProofEd25519(ofRoot.getProofEd25519()).build());
        enrolled(
                lies,
                "possession-ml-dsa-of-another-key",
                "the ML-DSA-65 half of the proof is that of UA's root",
                BOTH,
                true_.toBuilder().setProofMlDsa65(ofRoot.getProofMlDsa65()).build());
        lies.tell(
                "possession-in-a-key-change-of-another-party",
                Liar.HUB_AND_PARTY,
                12,
                3,
                "UA brings a key with a proof that was made for GB",
                BOUND,
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Notice.Builder change = HonestTales.keyChange("UA", "watch", "UA/watch2");
                    change.getKeyChangeBuilder()
                            .getAddedBuilder(0)
                            .setKey(Possession.prove(LieKeys.party("UA/watch2"), "GB", charter));
                    return log.ofNotice(log.govern("UA/root", change));
                });
    }

    /** The Ed25519 half of the key is the neutral element: one signature under it is true for every message. */
    private static void weakKey(Lies lies) {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] everySignature = new byte[64];
        Arrays.fill(everySignature, 0, 32, (byte) 0x66);
        everySignature[0] = 0x58;
        everySignature[32] = 1;
        PublicKey weak =
                PublicKey.of(neutral, LieKeys.party("UA/watch").publicKey().mlDsa65());
        LieCharter charter = LieCharter.plain()
                .with(
                        LieKeys.party("UA/watch").publicKey().id().fingerprint(),
                        weak.id().fingerprint())
                .named("weak-key");
        lies.about(charter, "notice");
        lies.tell(
                "key-weak",
                Liar.HUB_AND_PARTY,
                12,
                3,
                "UA enrols a key whose Ed25519 half has order 1, and proves that it holds it",
                "only keys in the group of prime order are enrolled",
                () -> {
                    byte[] statement = Arrays.copyOf(charter.hash().bytes(), 66);
                    System.arraycopy(weak.id().bytes(), 0, statement, 32, 32);
                    statement[64] = 'U';
                    statement[65] = 'A';
                    byte[] proof = LieKeys.party("UA/watch")
                            .sign(Pae.encode("application/vnd.demarche.possession.v1", statement))
                            .mlDsa65();
                    EnrolledKey enrolled = EnrolledKey.newBuilder()
                            .setEd25519(ByteString.copyFrom(neutral))
                            .setMlDsa65(ByteString.copyFrom(weak.mlDsa65()))
                            .setProofEd25519(ByteString.copyFrom(everySignature))
                            .setProofMlDsa65(ByteString.copyFrom(proof))
                            .build();
                    return assented(charter, enrolled);
                });
    }

    // How they are told

    private static void resealed(
            Lies lies, String name, String what, BiConsumer<SignedNotice.Builder, SignedNotice> change) {
        lies.tell(name, Liar.HUB, 12, 3, what, BOTH, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            SignedNotice other = log.signed("UA/watch", Says.message("Good evening"));
            SignedNotice.Builder signed = log.signed("UA/watch", Says.message("Good morning")).toBuilder();
            change.accept(signed, other);
            return log.ofNotice(log.take(signed.build()));
        });
    }

    private static void rewritten(
            Lies lies, String name, String what, java.util.function.Consumer<Notice.Builder> change) {
        lies.tell(name, Liar.HUB, 12, 3, what, BOTH, () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            int said = log.say("UA/watch", Says.message("Good morning"));
            return log.changed(said, e -> restated(e, change)).ofNotice(said);
        });
    }

    private static void enrolled(Lies lies, String name, String what, String why, EnrolledKey key) {
        lies.tell(
                name,
                Liar.HUB_AND_PARTY,
                12,
                3,
                "UA assents and brings a key; " + what,
                why,
                () -> assented(LieCharter.plain(), key));
    }

    private static org.demarche.proto.v1.EvidenceBundle.Builder assented(LieCharter charter, EnrolledKey key) {
        LieLog log = LieLog.of(charter);
        return log.ofNotice(log.govern(
                "UA/root",
                Notice.newBuilder()
                        .setCharterAssent(CharterAssent.newBuilder()
                                .setCharter(charter.hash().byteString())
                                .addKeys(Possession.prove(LieKeys.party("UA/root"), "UA", charter.hash()))
                                .addKeys(key))));
    }

    private static ByteString plusOrder(ByteString signature) {
        byte[] bytes = signature.toByteArray();
        byte[] s = Arrays.copyOfRange(bytes, 32, 64);
        reverse(s);
        byte[] sum = new BigInteger(1, s).add(ORDER).toByteArray();
        byte[] wide = new byte[32];
        int from = Math.max(0, sum.length - 32);
        System.arraycopy(sum, from, wide, 32 - (sum.length - from), sum.length - from);
        reverse(wide);
        System.arraycopy(wide, 0, bytes, 32, 32);
        return ByteString.copyFrom(bytes);
    }

    private static void reverse(byte[] bytes) {
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte kept = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = kept;
        }
    }
}
