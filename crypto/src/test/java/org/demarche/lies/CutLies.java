package org.demarche.lies;

import java.util.List;
import java.util.function.Consumer;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.ProvenEntry;

/** What an outsider can do with true bundles and a pair of scissors: every part is authentic, the whole is not. */
final class CutLies {
    private static final String CHAINED = "each entry names the leaf hash of the one before it";

    private CutLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "tier 1");
        incident(lies);
        governance(lies);
        mixed(lies);
        lies.about(LieCharter.twoKeys(), "tier 1");
        lies.tell(
                "decline-cut-out",
                Liar.OUTSIDER,
                14,
                8,
                "the decline of UA's other desk is left out, with its anchor",
                CHAINED,
                () -> {
                    Tale tale = declined();
                    LieLog log = tale.log();
                    return log.bundle(
                            List.of(tale.report(), tale.proposal(), tale.middle(), log.size() - 1), log.size());
                });
    }

    /** One desk of UA's concurs and the other declines, so GB's word, the last, activates nothing. */
    static Tale declined() {
        LieLog log = Tale.adopted(LieCharter.twoKeys(), "UA/root", "UA/watch", "UA/minister");
        log.assent("GB/root", LieCharter.twoKeys(), "GB/root", "GB/watch");
        Tale tale = Tale.proposed(log);
        int concurred = tale.concur("UA/watch");
        int declined = log.say("UA/minister", Says.decline(tale.incident(), tale.proposed()));
        tale.concur("GB/watch");
        return new Tale(log, tale.incident(), tale.report(), tale.proposal(), concurred, declined);
    }

    private static void incident(Lies lies) {
        cut(
                lies,
                "report-cut-off",
                "the chain begins with the proposal",
                "a chain begins with the report that opens the incident",
                b -> b.removeEntries(0).removeAnchors(1));
        cut(
                lies,
                "word-cut-out",
                "UA's message is left out of the middle, with its anchor",
                CHAINED,
                b -> b.removeEntries(2).removeAnchors(3));
        cut(
                lies,
                "word-twice-in-the-file",
                "UA's word stands twice, to count for two",
                "indexes ascend",
                b -> b.addEntries(b.getEntries(3)));
        cut(lies, "entries-reordered", "the proposal stands behind UA's message", "indexes ascend", b -> {
            ProvenEntry proposal = b.getEntries(1);
            b.setEntries(1, b.getEntries(2)).setEntries(2, proposal);
        });
        cut(
                lies,
                "last-word-cut-off",
                Lie.ANOTHER_RESULT,
                0,
                "UA's word is cut off, with its anchor",
                "what is left is true, and proves a message, no tier",
                b -> b.removeEntries(3).removeAnchors(4));
        cut(
                lies,
                "all-but-the-last-word-cut-off",
                Lie.ANOTHER_RESULT,
                0,
                "only UA's word is left, with its anchor",
                "what is left is true, and proves that word, no tier",
                b -> {
                    ProvenEntry last = b.getEntries(3);
                    b.clearEntries()
                            .addEntries(last)
                            .removeAnchors(3)
                            .removeAnchors(2)
                            .removeAnchors(1);
                });
    }

    private static void governance(Lies lies) {
        cut(
                lies,
                "genesis-cut-off",
                "the governance chain begins with UA's assent",
                "a governance chain begins with entry 0",
                b -> b.removeGovernance(0));
        lies.tell(
                "key-changes-reordered",
                Liar.OUTSIDER,
                14,
                8,
                "two changes of UA's keys have changed places",
                "indexes ascend",
                () -> {
                    EvidenceBundle.Builder b = changed();
                    ProvenEntry first = b.getGovernance(2);
                    return b.setGovernance(2, b.getGovernance(3)).setGovernance(3, first);
                });
        lies.tell(
                "key-change-cut-out",
                Liar.OUTSIDER,
                14,
                8,
                "a change of UA's keys is left out of the middle, with its anchor",
                CHAINED,
                () -> changed().removeGovernance(2).removeAnchors(1));
        lies.tell(
                "key-change-cut-off",
                Liar.OUTSIDER,
                14,
                8,
                "the end of a key is left out, with its anchor, so that the key seems good",
                "each entry names the newest governance entry",
                () -> changed().removeGovernance(3).removeAnchors(2));
        lies.tell(
                "governance-behind-the-entry",
                Liar.OUTSIDER,
                14,
                8,
                "a later change of keys is added",
                "nothing stands behind the entry that is proven",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    int said = log.say("UA/watch", Says.message("Good morning"));
                    int changed = log.govern("UA/root", HonestTales.keyChange("UA", "watch", "UA/watch2"));
                    EvidenceBundle.Builder bundle = log.ofNotice(said).addGovernance(log.proven(changed, log.size()));
                    return bundle.addAnchors(log.anchorProof(head(log, changed), log.size()));
                });
        lies.tell(
                "governance-entry-as-the-notice",
                Liar.OUTSIDER,
                14,
                8,
                "UA's assent stands in both lists",
                "nothing of governance stands behind, or at, the entry that is proven",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    EvidenceBundle.Builder bundle = log.ofNotice(1);
                    return bundle.addGovernance(bundle.getEntries(0));
                });
    }

    /** UA adds a key, ends it again, and speaks with its first one. */
    private static EvidenceBundle.Builder changed() {
        LieLog log = Tale.adopted(LieCharter.plain());
        log.govern("UA/root", HonestTales.keyChange("UA", "watch", "UA/watch2"));
        log.govern("UA/root", HonestTales.keyEnd("UA/watch2"));
        return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
    }

    static Head head(LieLog log, int size) {
        return new Head(size, Sha256.copyOf(log.anchor(size).getRoot()));
    }

    private static void mixed(Lies lies) {
        lies.tell(
                "entry-of-another-incident",
                Liar.OUTSIDER,
                14,
                8,
                "UA's word on another incident's proposal is put behind this one's",
                "a chain holds one incident's entries",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Tale one = Tale.proposed(log);
                    Tale other = Tale.told(log);
                    return log.bundle(List.of(one.report(), one.proposal(), other.last()), log.size());
                });
        lies.tell(
                "entry-of-another-log",
                Liar.OUTSIDER,
                14,
                4,
                "UA's word is taken from another log of the same charter, with its own proof and anchor",
                "it is not under this checkpoint",
                () -> {
                    Tale one = Tale.proposed(Tale.adopted(LieCharter.plain()));
                    one.log().say("UA/watch", Says.message(one.incident()));
                    one.log().say("UA/watch", Says.message(one.incident()));
                    EvidenceBundle.Builder other = Tale.plain().bundle();
                    return one.bundle().setEntries(3, other.getEntries(3)).setAnchors(4, other.getAnchors(4));
                });
    }

    private static void cut(Lies lies, String name, String what, String why, Consumer<EvidenceBundle.Builder> change) {
        cut(lies, name, 14, 8, what, why, change);
    }

    private static void cut(
            Lies lies,
            String name,
            int exit,
            int step,
            String what,
            String why,
            Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, step, what, why, () -> {
            EvidenceBundle.Builder bundle = Tale.plain().bundle();
            change.accept(bundle);
            return bundle;
        });
    }
}
