package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.charter.Predecessor;
import org.demarche.copy.CopyDigest;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;

/** The log that a new one follows, read from a desk's copy, and held against what the charter of the new one says of it. */
public final class ClosedLog {
    private static final int AT_ONCE = 256;

    private final FollowerCopy copy;
    private final SignatureVerifier verifier;
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final CopyDigest digest = new CopyDigest();
    private Optional<Sha256> genesis = Optional.empty();

    private ClosedLog(FollowerCopy copy, SignatureVerifier verifier) {
        this.copy = copy;
        this.verifier = verifier;
    }

    /**
     * What was found.
     *
     * @param closed whether a final version of its charter was adopted
     * @param unmarked how many incidents the old hub had yet to mark
     */
    public record Found(boolean closed, long unmarked) {}

    /**
     * Verifies every entry that the charter names, and that they are those it names.
     *
     * @param named what version 1 of the new log's charter says
     * @throws HubException if the copy is too short, is not a sound log, or is another one
     */
    public static Found check(FollowerCopy copy, Predecessor named, SignatureVerifier verifier) throws HubException {
        if (copy.size() < named.size()) {
            throw new HubException(
                    HubException.CONDITION_NOT_MET,
                    copy.name() + " has " + copy.size() + " entries, and [predecessor] names " + named.size()
                            + ": give the copy of a desk that has come as far",
                    null);
        }
        return new ClosedLog(copy, verifier).read(named);
    }

    private Found read(Predecessor named) throws HubException {
        try (Source.Pass pass = copy.begin()) {
            while (ledger.size() < named.size()) {
                for (ByteString bytes : pass.next((int) Math.min(AT_ONCE, named.size() - ledger.size()))) {
                    take(bytes.toByteArray());
                }
            }
        }
        Governance last = ledger.governance();
        Predecessor found = digest.end(last.charter().log().origin(), genesis.orElseThrow());
        require("origin", found.origin(), named.origin());
        require("charter", found.charter().fingerprint(), named.charter().fingerprint());
        require("root", found.root().fingerprint(), named.root().fingerprint());
        require("entries", found.entries().fingerprint(), named.entries().fingerprint());
        return new Found(
                last.closed(),
                ledger.incidents().stream().filter(Incident::unmarked).count());
    }

    private void take(byte[] bytes) throws HubException {
        long index = ledger.size();
        try {
            UnverifiedEntry read = UnverifiedEntry.parse(bytes);
            if (index == 0) {
                genesis = Optional.of(
                        Sha256.of(read.message().getGenesis().getText().toByteArray()));
            }
            Entry entry = index == 0 ? read.fromOwnStore() : read.verify(ledger.governance(), verifier);
            Ledger.Batch batch = ledger.batch(register, verifier);
            Optional<Refusal> refusal = batch.replay(entry);
            if (refusal.isPresent()) {
                throw new RefusedException(refusal.get().reason(), refusal.get().sentence());
            }
            batch.adopt();
            register.add(entry);
            digest.add(bytes);
        } catch (RefusedException e) {
            throw new HubException(
                    Restore.UNREADABLE,
                    copy.name() + " is not a sound log, entry " + index + ": "
                            + e.refusal().sentence() + ": give the copy of another desk",
                    e);
        }
    }

    private void require(String key, String found, String named) throws HubException {
        if (!found.equals(named)) {
            throw new HubException(
                    "[predecessor] " + key + " is " + named + ", and " + copy.name() + " has " + found
                            + ": the charter names another log, or another state of it; demarche liaison charter predecessor prints the table of a desk's copy");
        }
    }
}
