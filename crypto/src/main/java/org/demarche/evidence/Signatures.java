package org.demarche.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;

/**
 * Every signature and proof of possession of a bundle, apart from who may sign: under the public keys that the bundle's own governance brings. Runs on all
 * cores and stops soon after the first false one, so a file of rubbish costs no more than a sound one of its size.
 */
final class Signatures {
    private static final int AT_ONCE = 128;

    private final SignatureVerifier verifier;
    private final Map<Sha256, PublicKey> keys = new HashMap<>();
    private final List<Task> tasks = new ArrayList<>();
    private int notices;
    private int proofs;
    private Optional<String> falsehood = Optional.empty();

    /** Something that must verify, and what to say if it does not. */
    private record Task(BooleanSupplier verifies, String otherwise) {}

    private Signatures(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    static Signatures check(UnverifiedBundle bundle, SignatureVerifier verifier) {
        Signatures all = new Signatures(verifier);
        bundle.all().forEach(all::collectProofs);
        bundle.all().forEach(all::collectNotice);
        all.falsehood = all.firstFalse();
        return all;
    }

    /** The first one that is false or cannot be checked, in one sentence. */
    Optional<String> falsehood() {
        return falsehood;
    }

    /** What was verified. */
    String sentence() {
        return notices + " notices and " + proofs
                + " proofs of possession bear true signatures (Ed25519 and ML-DSA-65, both)";
    }

    private void collectProofs(ClaimedEntry claimed) {
        claimed.entry()
                .notice()
                .map(UnverifiedNotice::notice)
                .ifPresent(notice -> brought(notice).forEach(b -> collectProof(claimed, notice, b)));
    }

    /**
     * A key that a notice brings.
     *
     * @param enrolled the key, and the proof that its author holds it
     * @param context the charter that the proof is for
     */
    record Brought(EnrolledKey enrolled, Sha256 context) {
        boolean isProven(String author, SignatureVerifier verifier) {
            return Possession.verify(enrolled, author, context, verifier);
        }

        /** What to say if it is not, of the entry at {@code index}. */
        String otherwise(String author, long index) {
            return "entry " + index + ": the proof that " + author + " holds key "
                    + Possession.keyOf(enrolled).id().brief() + "… is false";
        }
    }

    /** Every key that an assent or a key change brings. */
    static List<Brought> brought(Notice notice) {
        List<Brought> brought = new ArrayList<>();
        if (notice.hasCharterAssent()) {
            Sha256 context = Sha256.copyOf(notice.getCharterAssent().getCharter());
            notice.getCharterAssent().getKeysList().forEach(k -> brought.add(new Brought(k, context)));
        }
        // The notice's charter is the governing one: step 9 refuses any other.
        Sha256 context = Sha256.copyOf(notice.getCharter());
        notice.getKeyChange().getAddedList().stream()
                .map(DeskKey::getKey)
                .forEach(k -> brought.add(new Brought(k, context)));
        return brought;
    }

    private void collectProof(ClaimedEntry claimed, Notice notice, Brought brought) {
        PublicKey key = Possession.keyOf(brought.enrolled());
        keys.putIfAbsent(key.id(), key);
        proofs++;
        tasks.add(new Task(
                () -> brought.isProven(notice.getAuthor(), verifier),
                brought.otherwise(notice.getAuthor(), claimed.index())));
    }

    private void collectNotice(ClaimedEntry claimed) {
        claimed.entry().notice().ifPresent(notice -> {
            notices++;
            PublicKey key = keys.get(notice.keyId());
            String author = notice.notice().getAuthor();
            tasks.add(
                    key == null
                            ? new Task(
                                    () -> false,
                                    "entry " + claimed.index() + ": " + author + "'s notice names key "
                                            + notice.keyId().brief()
                                            + "…, which no entry of the governance chain brings")
                            : new Task(
                                    () -> notice.verify(key, verifier).isPresent(),
                                    "entry " + claimed.index() + ": a signature of " + author + " is false"));
        });
    }

    private Optional<String> firstFalse() {
        for (int from = 0; from < tasks.size(); from += AT_ONCE) {
            List<Task> some = tasks.subList(from, Math.min(from + AT_ONCE, tasks.size()));
            Optional<String> falsehood = some.parallelStream()
                    .filter(t -> !t.verifies().getAsBoolean())
                    .map(Task::otherwise)
                    .findFirst();
            if (falsehood.isPresent()) {
                return falsehood;
            }
        }
        return Optional.empty();
    }
}
