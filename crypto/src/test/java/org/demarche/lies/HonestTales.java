package org.demarche.lies;

import org.demarche.envelope.Possession;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;

/** The true files that the others were made from. Were one of them not proven, a lie beside it would be caught for the wrong reason. */
final class HonestTales {
    private HonestTales() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "tier 1");
        honest(
                lies,
                "honest-tier-1",
                "UA reports, proposes tier 1, and concurs",
                () -> Tale.plain().bundle());
        lies.about(LieCharter.plain(), "notice");
        honest(lies, "honest-notice", "a message of UA, outside any incident", () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
        });
        honest(
                lies,
                "honest-assent",
                "UA's assent to the charter",
                () -> assented().ofNotice(1));
        honest(lies, "honest-key-change", "UA brings another key, and ends the first; the new one speaks", () -> {
            LieLog log = Tale.adopted(LieCharter.plain());
            log.govern("UA/root", keyChange("UA", "watch", "UA/watch2"));
            log.govern("UA/root", keyEnd("UA/watch"));
            return log.ofNotice(log.say("UA/watch2", Says.message("Good morning")));
        });
        lies.about(LieCharter.pair(), "notice");
        honest(
                lies,
                "honest-successor",
                "version 2, with other keys of the log, is adopted by UA and GB, and UA speaks under it",
                () -> {
                    LieLog log = succeeded();
                    return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
                });
        lies.about(LieCharter.counted(), "tier 1");
        honest(
                lies,
                "honest-counted",
                "tier 1 takes two of three parties; UA concurs, then GB",
                () -> Tale.counted().bundle());
        lies.about(LieCharter.twoDesks(), "tier 1");
        honest(lies, "honest-two-desks", "tier 1 takes two desks of UA, and both concur", () -> {
            Tale tale = Tale.told(twoDesks());
            tale.concur("UA/minister");
            return tale.bundle();
        });
        lies.about(LieCharter.witnessed(), "notice");
        honest(
                lies,
                "honest-witnessed-notice",
                "a message of UA; two witnesses cosigned the head",
                () -> WitnessLies.seen(Watched.TWO));
        lies.about(LieCharter.witnessed(), "tier 1");
        honest(
                lies,
                "honest-witnessed",
                "tier 1 waited a day; two witnesses cosigned the report at once, and the end",
                () -> Watched.tale().bundle());
        lies.about(LieCharter.witnessed(), "tier 2");
        honest(
                lies,
                "honest-witnessed-tier-2",
                "tier 2 rests on tier 1, which waited a day; witnesses cosigned both",
                () -> Watched.tale().tierTwo().bundle());
        lies.about(LieCharter.witnessedFinding(), "tier 1");
        honest(
                lies,
                "honest-witnessed-finding",
                "tier 1 waited a day from the finding, which is withdrawn right after",
                () -> Watched.ofFinding().bundle());
    }

    private static void honest(
            Lies lies, String name, String what, java.util.function.Supplier<EvidenceBundle.Builder> bundle) {
        lies.tell(name, Liar.NOBODY, 0, 0, what, "all of it is true", bundle);
    }

    /** A key is added to a desk. */
    static Notice.Builder keyChange(String party, String desk, String key) {
        return keyChange(party, desk, key, LieCharter.plain().hash());
    }

    static Notice.Builder keyChange(String party, String desk, String key, Sha256 context) {
        return Notice.newBuilder()
                .setKeyChange(KeyChange.newBuilder()
                        .addAdded(DeskKey.newBuilder()
                                .setDesk(desk)
                                .setKey(Possession.prove(LieKeys.party(key), party, context))));
    }

    /** A desk key ends. */
    static Notice.Builder keyEnd(String key) {
        return Notice.newBuilder()
                .setKeyChange(KeyChange.newBuilder()
                        .addEnded(LieKeys.party(key).publicKey().id().byteString()));
    }

    /** A log with a few entries behind UA's assent. */
    static LieLog assented() {
        LieLog log = Tale.adopted(LieCharter.plain());
        log.say("UA/watch", Says.message("Good morning"));
        log.say("UA/watch", Says.message("Good evening"));
        log.say("UA/watch", Says.message("Good night"));
        return log;
    }

    static LieLog twoDesks() {
        return Tale.adopted(LieCharter.twoDesks(), "UA/root", "UA/watch", "UA/watch2", "UA/minister");
    }

    /** Version 2, which is the first but for the keys of the log. */
    static LieCharter successor() {
        return LieCharter.pair().successor().withLog("log2");
    }

    /** A log in which version 2 has been adopted. */
    static LieLog succeeded() {
        LieLog log = Tale.joined(LieCharter.pair()).at(2 * LieLog.HOUR);
        log.assent("UA/root", successor());
        log.assent("GB/root", successor());
        return log.under(successor()).signedBy("log2");
    }
}
