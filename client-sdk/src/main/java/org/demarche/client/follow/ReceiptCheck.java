package org.demarche.client.follow;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Governance;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.Receipt;
import org.demarche.refusal.RefusedException;

/**
 * Checks a receipt, all but the hub's proof that its head continues what was known, which takes another call: the entry holds exactly the notice that was sent; it lies
 * under a head that the charter's log keys signed and that contradicts nothing seen; it is dated within what the clocks allow.
 */
public final class ReceiptCheck {
    private final Replica replica;
    private final Trust trust;

    /** Checks receipts for the log of {@code replica}. */
    public ReceiptCheck(Replica replica, Trust trust) {
        this.replica = replica;
        this.trust = trust;
    }

    /**
     * A receipt that holds so far.
     *
     * @param entry the entry, whose notice is the one that was sent
     * @param checkpoint the head that covers it
     */
    public record Held(UnverifiedEntry entry, VerifiedCheckpoint checkpoint) {}

    /**
     * Checks a receipt.
     *
     * @return empty if its head lies beyond the copy under log keys of a charter that the copy has not reached: then it can be checked when the copy has come to
     *     its {@link Replica#claimedSize}
     * @throws LieException if it does not hold
     * @throws IOException if its head can't be remembered
     */
    public Optional<Held> check(Receipt receipt, UnverifiedNotice sent) throws LieException, IOException {
        UnverifiedEntry entry = parse(receipt);
        requireSame(receipt, entry, sent);
        Optional<VerifiedCheckpoint> seen = replica.see(receipt.getCheckpoint().toByteArray());
        return seen.isEmpty() ? Optional.empty() : Optional.of(held(receipt, entry, sent, seen.get()));
    }

    private Held held(Receipt receipt, UnverifiedEntry entry, UnverifiedNotice sent, VerifiedCheckpoint checkpoint)
            throws LieException {
        List<Sha256> path = hashes(receipt);
        if (!ProofCheck.inclusion(entry.index(), entry.leaf(), path, checkpoint.head())) {
            throw lie(
                    Misbehaviour.FALSE_RECEIPT,
                    "the receipt's proof does not lead from the entry to the head",
                    receipt);
        }
        if (entry.index() < replica.size() && !replica.leaf(entry.index()).equals(entry.leaf())) {
            throw lie(
                    Misbehaviour.FALSE_RECEIPT,
                    "the receipt's entry " + entry.index() + " is not the one that the log holds there",
                    receipt,
                    replica.checkpoint().map(c -> new Claim.OtherLeaf(ByteString.copyFrom(c.note()), receipt)));
        }
        requireTime(receipt, entry, sent);
        return new Held(entry, checkpoint);
    }

    private UnverifiedEntry parse(Receipt receipt) throws LieException {
        try {
            return UnverifiedEntry.parse(receipt.getEntry().toByteArray());
        } catch (RefusedException e) {
            throw lie(
                    Misbehaviour.UNREADABLE,
                    "the receipt holds no entry: " + e.refusal().sentence(),
                    receipt);
        }
    }

    private void requireSame(Receipt receipt, UnverifiedEntry entry, UnverifiedNotice sent) throws LieException {
        UnverifiedNotice logged = entry.notice().orElse(null);
        if (logged == null || !logged.id().equals(sent.id())) {
            throw lie(Misbehaviour.FALSE_RECEIPT, "the receipt is for another notice", receipt);
        }
        if (logged.bytes().equals(sent.bytes())) {
            return;
        }
        // The same notice may have been signed twice and logged with the other signature: then that must verify too.
        PublicKey key = replica.governance()
                .flatMap((Governance g) -> g.signingKey(logged))
                .orElseThrow(() -> lie(
                        Misbehaviour.SIGNATURE,
                        "the receipt's entry is signed with another key than the notice that was sent",
                        receipt));
        if (logged.verify(key, trust.verifier()).isEmpty()) {
            throw lie(
                    Misbehaviour.SIGNATURE,
                    "the receipt's entry holds the notice with a signature that does not verify",
                    receipt);
        }
    }

    private void requireTime(Receipt receipt, UnverifiedEntry entry, UnverifiedNotice sent) throws LieException {
        // A successor may allow less than the charter under which an honest hub dated the entry.
        long skew = Math.max(
                replica.charter().skewMs(), replica.charterBehind(entry.index()).skewMs());
        long accepted = entry.message().getAcceptedAtMs();
        long issued = sent.notice().getIssuedAtMs();
        long now = trust.clock().millis();
        if (accepted < issued - skew) {
            throw lie(
                    Misbehaviour.WRONG_TIME,
                    "the receipt is dated " + (issued - accepted) + " ms before the notice was signed",
                    receipt,
                    Optional.of(new Claim.WrongDate(receipt)));
        }
        if (accepted > now + skew) {
            throw lie(
                    Misbehaviour.WRONG_TIME,
                    "the receipt is dated " + (accepted - now) + " ms ahead of this machine's clock",
                    receipt);
        }
    }

    private List<Sha256> hashes(Receipt receipt) throws LieException {
        for (ByteString hash : receipt.getInclusionList()) {
            if (hash.size() != Sha256.LENGTH) {
                throw lie(
                        Misbehaviour.UNREADABLE,
                        "the receipt's proof holds a hash of " + hash.size() + " bytes (expected: " + Sha256.LENGTH
                                + ")",
                        receipt);
            }
        }
        return receipt.getInclusionList().stream().map(Sha256::copyOf).toList();
    }

    private static LieException lie(Misbehaviour kind, String sentence, Receipt receipt) {
        return lie(kind, sentence, receipt, Optional.empty());
    }

    private static LieException lie(Misbehaviour kind, String sentence, Receipt receipt, Optional<Claim> claim) {
        Map<String, byte[]> exhibits = new LinkedHashMap<>();
        exhibits.put("receipt", receipt.toByteArray());
        return new LieException(kind, sentence, exhibits, claim);
    }
}
