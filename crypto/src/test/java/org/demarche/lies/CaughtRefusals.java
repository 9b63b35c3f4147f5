package org.demarche.lies;

import static org.demarche.lies.LogParts.changed;
import static org.demarche.lies.LogParts.redated;
import static org.demarche.lies.LogParts.refusal;
import static org.demarche.lies.LogParts.word;
import static org.demarche.lies.LogParts.writer;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.envelope.Strict;
import org.demarche.misbehaviour.MisbehaviourWriter;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.CharterText;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Refusals that the rules do not justify. */
final class CaughtRefusals {

    private CaughtRefusals() {}

    static void tell(CaughtLies lies) {
        lies.plain("refusal-of-what-the-rules-take", 22, 6, "a message is refused as of a closed incident", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return writer(tale.log()).unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
        lies.plain("refusal-of-what-the-rules-take-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return writer(tale.log())
                    .unjustifiedRefusalOfWholeLog(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
        lies.plain("refusal-for-another-reason", 22, 6, "the tier is active, not unknown", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
            return refused(tale, notice, Reason.TIER_UNKNOWN, notice);
        });
        lies.plain("refusal-of-a-known-anchor", 22, 6, "the log begins with the head that it denies", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log()
                    .signed(
                            "UA/watch",
                            Says.message("Hello").setAnchor(tale.log().anchor(3)));
            return refused(tale, notice, Reason.ANCHOR_UNKNOWN, notice);
        });
        lies.plain("refusal-of-true-signatures", 22, 6, "both signatures verify", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return refused(tale, notice, Reason.SIGNATURE_INVALID, notice);
        });
        lies.plain("refusal-of-a-known-anchor-by-the-whole-log", 22, 6, "the same, shown by every entry", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = anchored(tale, tale.log().anchor(3));
            return writer(tale.log())
                    .unjustifiedRefusalOfWholeLog(Strict.encode(notice), unknownAnchor(tale.log(), notice));
        });
        lies.plain(
                "refusal-of-the-anchor-that-it-names",
                22,
                6,
                "the anchor is the head that the refusal itself names",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(tale, tale.log().anchor(6));
                    return writer(tale.log())
                            .unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        lies.plain(
                "refusal-of-an-anchor-of-another-history",
                14,
                6,
                "the log does not begin with the notice's anchor",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(tale, redated(tale.log(), 2).anchor(3));
                    return writer(tale.log())
                            .unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        lies.plain(
                "refusal-of-an-anchor-of-another-history-by-the-whole-log", 14, 6, "the same, by every entry", () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(tale, redated(tale.log(), 2).anchor(3));
                    return writer(tale.log())
                            .unjustifiedRefusalOfWholeLog(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        lies.plain(
                "refusal-of-an-anchor-to-come", 14, 6, "the anchor is over more entries than the refusal names", () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = anchored(
                            tale, tale.log().anchor(6).toBuilder().setSize(7).build());
                    return writer(tale.log())
                            .unjustifiedRefusal(Strict.encode(notice), unknownAnchor(tale.log(), notice));
                });
        lies.plain(
                "refusal-of-a-text-by-a-root",
                22,
                6,
                "a text under a root's true signatures, as if they were false",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/root", text());
                    return writer(tale.log())
                            .unjustifiedRefusalOfWholeLog(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.SIGNATURE_INVALID.name()), notice));
                });
        lies.plain(
                "refusal-of-a-text-by-chains",
                14,
                6,
                "the same, and what becomes of a text only the whole log shows",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/root", text());
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.SIGNATURE_INVALID.name()), notice));
                });
        lies.plain(
                "refusal-of-a-text-for-another-reason",
                22,
                6,
                "a text that a desk may not bring, as if it had run out",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", text());
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.VALIDITY_PASSED.name()), notice));
                });
        lies.plain(
                "refusal-of-an-assent-by-chains", 14, 6, "which texts an assent could name, chains don't show", () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log()
                            .signed(
                                    "UA/root",
                                    Notice.newBuilder()
                                            .setCharter(LieCharter.pair().hash().byteString())
                                            .setCharterAssent(CharterAssent.newBuilder()
                                                    .setCharter(LieCharter.pair()
                                                            .hash()
                                                            .byteString())));
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), r -> r.setReason(Reason.NOT_ENTITLED.name()), notice));
                });
        lies.plain(
                "refusal-that-names-no-signatures",
                14,
                6,
                "it does not say under which signatures the notice came",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = word(tale);
                    return writer(tale.log())
                            .unjustifiedRefusal(
                                    Strict.encode(notice),
                                    refusal(tale.log(), Refusal.Builder::clearSubmitted, notice));
                });
        lies.plain(
                "refusal-with-governance-cut-off",
                14,
                6,
                "the file leaves out the governance entry that it names",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", Says.report());
                    return changed(
                            writer(tale.log())
                                    .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice)),
                            f -> f.removeGovernance(1));
                });
        lies.plain(
                "refusal-beside-another-incident",
                14,
                6,
                "an honest refusal, and the report of another incident",
                () -> {
                    Tale tale = Tale.plain();
                    int other = tale.log().say("UA/watch", Says.report());
                    SignedNotice notice = tale.log()
                            .signed("UA/watch", Says.message(tale.log().id(other)));
                    return changed(
                            writer(tale.log())
                                    .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice)),
                            f -> f.clearEntries().addEntries(tale.log().proven(2, 7)));
                });
        lies.plain("refusal-that-the-rules-give", 14, 6, "the tier is active", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
            return refused(tale, notice, Reason.TIER_ACTIVE, notice);
        });
        lies.plain("refusal-at-the-hubs-own-discretion", 14, 6, "the hub says that its quota is used up", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            return refused(tale, notice, Reason.QUOTA_EXCEEDED, notice);
        });
        lies.plain(
                "refusal-of-other-signatures",
                14,
                6,
                "the same notice was sent with a false signature, and refused",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = word(tale);
                    SignedNotice sent = notice.toBuilder()
                            .setEd25519(notice.getEd25519()
                                    .substring(1)
                                    .concat(notice.getEd25519().substring(0, 1)))
                            .build();
                    return refused(tale, notice, Reason.SIGNATURE_INVALID, sent);
                });
        lies.plain(
                "refusal-before-the-incident-went-on",
                14,
                6,
                "an honest refusal, and the incident without its end",
                () -> {
                    Tale tale = Tale.plain();
                    SignedNotice notice = tale.log().signed("UA/watch", Says.propose(tale.incident(), 1));
                    byte[] honest = refused(tale, notice, Reason.TIER_ACTIVE, notice);
                    return changed(honest, f -> f.removeEntries(3));
                });
        lies.plain("refusal-by-an-outsider", 12, 5, "the refusal is signed with an outsider's keys", () -> {
            Tale tale = Tale.plain();
            SignedNotice notice = word(tale);
            tale.log().signedBy("log2");
            return new MisbehaviourWriter(
                            tale.log().source(), List.of(LieKeys.log("log").publicKey()), List.of())
                    .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> {}, notice));
        });
    }

    private static SignedNotice anchored(Tale tale, Anchor anchor) {
        return tale.log().signed("UA/watch", Says.message("Hello").setAnchor(anchor));
    }

    private static SignedRefusal unknownAnchor(LieLog log, SignedNotice notice) {
        return refusal(log, r -> r.setReason(Reason.ANCHOR_UNKNOWN.name()), notice);
    }

    private static Notice.Builder text() {
        return Notice.newBuilder()
                .setCharterText(CharterText.newBuilder()
                        .setText(ByteString.copyFrom(
                                LieCharter.plain().successor().bytes())));
    }

    /** The log refuses for this reason what it was sent. */
    private static byte[] refused(Tale tale, SignedNotice notice, Reason reason, SignedNotice sent)
            throws RefusedException {
        return writer(tale.log())
                .unjustifiedRefusal(Strict.encode(notice), refusal(tale.log(), r -> r.setReason(reason.name()), sent));
    }
}
