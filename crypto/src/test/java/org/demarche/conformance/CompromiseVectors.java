package org.demarche.conformance;

import static org.demarche.conformance.Teller.MINUTE;

import org.demarche.hash.Sha256;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieKeys;
import org.demarche.lies.Says;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;

/** Keys that others may have used: who may say so, what follows from it, and which notices are doubtful. */
final class CompromiseVectors {
    private static final String REPLAY = "fold/replay";
    private static final String DOUBTFUL = "fold/doubtful";

    private final Vectors vectors;

    private CompromiseVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        CompromiseVectors told = new CompromiseVectors(vectors);
        told.doubts();
        told.roots();
        told.effects();
        told.refused();
    }

    /** UA has assented, and has spoken twice: entries 2 and 3. */
    private static Teller spoken() {
        Teller told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.say("UA/watch", Says.message("Good morning"));
        told.say("UA/watch", Says.message("Good evening"));
        return told;
    }

    private void doubts() {
        vectors.accept(DOUBTFUL, "doubtful-none", "Nobody has declared a key compromised", spoken().given());
        Teller told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 3));
        doubtful("from-its-index", "The notice at that index is doubtful, the one before it is not", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 4));
        doubtful("from-its-own-index", "A key may be compromised from the very entry on that says so", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        doubtful("from-the-first-entry", "Both notices by that key are, but not the root's", told);
        told = spoken();
        told.govern("UA/root", Teller.ends("UA/watch"));
        told.govern("UA/root", Says.compromised("UA/watch", 3));
        doubtful("of-a-key-that-has-ended", "A key that has ended can be told of later", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 3));
        told.govern("UA/root", Says.compromised("UA/watch", 2));
        doubtful("told-earlier", "The word is said again, since an earlier index", told);
        told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        told.say("UA/watch", Says.message("By the first key"));
        told.say("UA/watch2", Says.message("By the second"));
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        told.say("UA/watch2", Says.message("By the second again"));
        doubtful("beside-another-key-of-the-desk", "The desk's other key is not doubtful, and speaks on", told);
        told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        told.say("UA/watch", Says.message("By the first key"));
        told.say("UA/watch2", Says.message("By the second"));
        told.govern("UA/root", two("UA/watch", "UA/watch2"));
        doubtful("of-two-keys", "One key change may name several keys", told);
        told = Teller.adopted(LieCharter.plain()).at(10 * MINUTE);
        Sha256 incident = told.report();
        told.say("GB/watch", Says.message(incident));
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        doubtful("of-one-party", "What another party's key has signed is not doubtful", told);
    }

    /** A successor names another root, which then speaks of the first. */
    private void roots() {
        LieCharter next = LieCharter.plain().successor().withKey("UA/root", "UA/root2");
        Teller told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.say("UA/root", Teller.text(next));
        told.log().assent("UA/root", next, "UA/root2");
        told.log().assent("UA/root2", next);
        told.log().under(next);
        told.govern("UA/root2", Says.compromised("UA/root", 2));
        doubtful("of-a-former-root", "The root that follows it tells of it", told);
    }

    private void effects() {
        Teller told = Teller.byUa(LieCharter.plain()).at(10 * MINUTE);
        told.govern("UA/root", told.adds("watch", "UA/watch2"));
        Sha256 incident = told.report();
        Sha256 proposal = told.say("UA/watch", Says.propose(incident, 1));
        told.say("UA/watch", Says.concur(incident, proposal));
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        told.say("UA/watch2", Says.message(incident));
        vectors.accept(REPLAY, "compromise-undoes-nothing", "The tier stays active, and positions count", told.given());
        doubtful("of-an-activation", "Report, proposal and position are doubtful, and stand", told);
        told = spoken();
        told.govern("UA/root", two("UA/watch", "UA/watch2"));
        vectors.refuse(
                REPLAY,
                "entry-a-compromise-of-two-keys-of-which-one-was-never-brought",
                "What holds of one key does not excuse the other",
                told.given());
    }

    private void refused() {
        Teller told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        told.say("UA/watch", Says.message("Good night"));
        refused("a-word-by-a-compromised-key", "A compromised key has ended", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        told.govern("UA/root", told.adds("watch", "UA/watch"));
        refused("a-compromised-key-added-again", "What has ended never comes back", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 0));
        told.govern("UA/root", Teller.ends("UA/watch"));
        refused("the-end-of-a-compromised-key", "It has ended already", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 5));
        refused("a-compromise-of-the-future", "The index is not above the entry's own", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/root", 0));
        refused("a-compromise-of-the-root-in-force", "It takes a successor, and the root that this names", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch2", 0));
        refused("a-compromise-of-a-key-never-brought", "Only what the author has brought", told);
        told = Teller.adopted(LieCharter.plain()).at(10 * MINUTE);
        told.govern("UA/root", Says.compromised("GB/watch", 0));
        refused("a-compromise-of-another-partys-key", "Nobody speaks of another party's key", told);
        told = spoken();
        told.govern("UA/watch", Says.compromised("UA/watch", 0));
        refused("a-compromise-by-a-desk", "The root says so", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 2));
        told.govern("UA/root", Says.compromised("UA/watch", 2));
        refused("a-compromise-said-twice", "Again only since an earlier index", told);
        told = spoken();
        told.govern("UA/root", Says.compromised("UA/watch", 2));
        told.govern("UA/root", Says.compromised("UA/watch", 3));
        refused("a-compromise-taken-back-in-part", "Again only since an earlier index", told);
        told = spoken();
        told.govern("UA/root", two("UA/watch", "UA/watch"));
        refused("a-compromise-twice-in-one", "Again only since an earlier index, within one entry too", told);
        told = spoken();
        Notice.Builder both = Says.compromised("UA/watch", 0);
        both.getKeyChangeBuilder()
                .addEnded(LieKeys.party("UA/watch").publicKey().id().byteString());
        told.govern("UA/root", both);
        vectors.accept(
                REPLAY,
                "compromise-and-end-in-one",
                "A key that is ended by the same entry was in force before it",
                told.given());
    }

    private static Notice.Builder two(String key, String other) {
        KeyChange first = Says.compromised(key, 0).getKeyChange();
        return Notice.newBuilder()
                .setKeyChange(first.toBuilder()
                        .addCompromised(
                                Says.compromised(other, 0).getKeyChange().getCompromised(0)));
    }

    private void doubtful(String name, String about, Teller told) {
        vectors.accept(DOUBTFUL, "doubtful-" + name, about, told.given());
    }

    private void refused(String name, String about, Teller told) {
        vectors.refuse(REPLAY, "entry-" + name, about, told.given());
    }
}
