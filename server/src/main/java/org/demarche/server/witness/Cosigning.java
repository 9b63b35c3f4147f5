package org.demarche.server.witness;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.demarche.server.intake.VerificationPool;
import org.demarche.server.log.Dates;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.HubLog;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.demarche.server.store.StoredCosignature;

/**
 * Takes the cosignatures of the charter's witnesses. On the caller's thread only what is cheap; the signatures on the pool that verifies notices too, behind whatever is
 * more urgent; then the {@link Keeper}. Thread-safe.
 */
public final class Cosigning {
    private final HubLog log;
    private final CosignedHeads store;
    private final VerificationPool pool;
    private final Keeper keeper;
    private final LongSupplier wallMs;

    Cosigning(HubLog log, CosignedHeads store, VerificationPool pool, Keeper keeper, LongSupplier wallMs) {
        this.log = log;
        this.store = store;
        this.pool = pool;
        this.keeper = keeper;
        this.wallMs = wallMs;
    }

    /**
     * The witness that {@code party} may speak as.
     *
     * @param charter the one that governs behind the head it speaks about
     * @throws RefusedException WITNESS_UNKNOWN if it is none of this party's
     */
    public static Charter.Witness requireWitness(Charter charter, String name, String party) throws RefusedException {
        return charter.witnesses().stream()
                .filter(w -> w.name().equals(name) && w.party().equals(party))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        Reason.WITNESS_UNKNOWN,
                        "version " + charter.version() + " of the charter names no witness \"" + name + "\" of "
                                + party));
    }

    /**
     * Takes a witness's word.
     *
     * @param party the party that brings it, by its TLS pin
     * @param request within the limits of its proto file
     * @return whether the charter's witness rule holds over the head now; or, exceptionally, a {@link RefusedException}
     */
    public CompletableFuture<Boolean> add(String party, AddCosignaturesRequest request) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            Claim claim = claim(party, request);
            pool.execute(Precedence.PRECEDENCE_ROUTINE, () -> verify(claim, answer));
        } catch (RefusedException | StoreException e) {
            answer.completeExceptionally(e);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new RefusedException(Reason.NOT_READY, "the hub is stopping; ask another"));
        }
        return answer;
    }

    /**
     * Lines of which name and keys are as they should be, and the signatures not looked at yet.
     *
     * @param checkpoint what the witness says that it has cosigned
     * @param offered what it was offered; if that is another, the log has two heads of one size
     */
    private record Claim(
            Checkpoint checkpoint,
            Checkpoint offered,
            String party,
            Dates dates,
            List<NoteKey> keys,
            List<NoteSignature> lines) {}

    private Claim claim(String party, AddCosignaturesRequest request) throws RefusedException {
        long size = request.getSize();
        if (size > log.published().size()) {
            throw notOffered(size);
        }
        Charter charter = log.reigns().at(size);
        Charter.Witness witness = requireWitness(charter, request.getWitness(), party);
        LogPublicKey pair = LogPublicKey.of(
                request.getKey().getEd25519().toByteArray(),
                request.getKey().getMlDsa44().toByteArray());
        if (!Said.isOf(witness, pair)) {
            throw new RefusedException(
                    Reason.WITNESS_UNKNOWN,
                    "the charter gives other keys to the witness " + witness.name() + ": ed25519 "
                            + witness.ed25519().fingerprint() + " and ml_dsa_44 "
                            + witness.mlDsa44().fingerprint());
        }
        List<NoteKey> keys = new CosignatureVerifier(witness.name(), pair).keys();
        Checkpoint offered = checkpoint(store.head(size).orElseThrow(() -> notOffered(size)));
        Checkpoint claimed = new Checkpoint(offered.origin(), new Head(size, Sha256.copyOf(request.getRoot())));
        Dates dates = Dates.of(log, size, wallMs.getAsLong());
        return new Claim(claimed, offered, party, dates, keys, lines(request.getLines(), keys));
    }

    private static RefusedException otherRoot(Checkpoint offered) {
        return new RefusedException(
                Reason.NOT_FOUND,
                "the head of " + offered.head().size() + " entries that was offered has another root, "
                        + offered.head().root().hex() + ": keep both, and compare with the other parties");
    }

    /** What an offered head says; its signatures, the hub's own, are not looked at. */
    static Checkpoint checkpoint(OfferedHead offered) {
        try {
            return Checkpoint.parse(note(offered).text());
        } catch (NoteException e) {
            throw damaged(offered, e);
        }
    }

    /** Its note. */
    static Note note(OfferedHead offered) {
        try {
            return Note.parse(offered.note().toByteArray());
        } catch (NoteException e) {
            throw damaged(offered, e);
        }
    }

    private static StoreException damaged(OfferedHead offered, NoteException e) {
        return new StoreException(
                Kind.DAMAGED,
                "the offered head of " + offered.size() + " entries in the store cannot be read: "
                        + e.refusal().sentence(),
                e);
    }

    private static RefusedException notOffered(long size) {
        return new RefusedException(
                Reason.NOT_FOUND, "no head of " + size + " entries is offered, or no longer; cosign the newest");
    }

    private static List<NoteSignature> lines(ByteString bytes, List<NoteKey> keys) throws RefusedException {
        List<NoteSignature> lines;
        try {
            lines = NoteSignature.parseLines(bytes.toByteArray());
        } catch (NoteException e) {
            throw new RefusedException(e.refusal());
        }
        List<NoteSignature> ordered = new ArrayList<>();
        for (NoteKey key : keys) {
            lines.stream().filter(line -> line.by(key)).forEach(ordered::add);
        }
        if (lines.size() != keys.size() || ordered.size() != keys.size()) {
            throw new RefusedException(
                    Reason.SIGNATURE_INVALID,
                    "lines: " + lines.size() + ", " + ordered.size() + " of them by the witness's keys (expected: "
                            + keys.size() + ", one of type 0x04 and one of type 0x06)");
        }
        return ordered;
    }

    private void verify(Claim claim, CompletableFuture<Boolean> answer) {
        try {
            if (!claim.checkpoint().equals(claim.offered())) {
                alarmIfTrue(claim);
                throw otherRoot(claim.offered());
            }
            for (int i = 0; i < claim.keys().size(); i++) {
                NoteKey key = claim.keys().get(i);
                Optional<Instant> at = CosignatureVerifier.timeOf(claim.lines().get(i), key, claim.checkpoint());
                if (at.isEmpty()) {
                    throw new RefusedException(
                            Reason.SIGNATURE_INVALID,
                            "the cosignature by " + key + " does not verify over the head of "
                                    + claim.checkpoint().head().size() + " entries");
                }
                Optional<String> wrong = claim.dates().whyNot(at.get());
                if (wrong.isPresent()) {
                    throw new RefusedException(
                            Reason.CLOCK_SKEW, "the cosignature " + wrong.get() + ": set the clock that is wrong");
                }
            }
            keeper.keep(stored(claim)).whenComplete((witnessed, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                } else {
                    answer.complete(witnessed);
                }
            });
        } catch (RefusedException | RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Only what the witness has truly signed says that the log has shown it another head. */
    private void alarmIfTrue(Claim claim) {
        for (int i = 0; i < claim.keys().size(); i++) {
            if (CosignatureVerifier.timeOf(claim.lines().get(i), claim.keys().get(i), claim.checkpoint())
                    .isEmpty()) {
                return;
            }
        }
        String name = claim.keys().get(0).name();
        log.forks()
                .raise(
                        ForkAlarm.By.WITNESS,
                        name,
                        "the witness " + name + " of " + claim.party() + " has cosigned a head of "
                                + claim.checkpoint().head().size() + " entries with root "
                                + claim.checkpoint().head().root().hex() + ", and this log offered it one with root "
                                + claim.offered().head().root().hex());
    }

    private static StoredCosignature stored(Claim claim) {
        StringBuilder lines = new StringBuilder();
        claim.lines().forEach(line -> lines.append(line.line()));
        return new StoredCosignature(
                claim.checkpoint().head().size(),
                claim.keys().get(0).name(),
                claim.keys(),
                ByteString.copyFromUtf8(lines.toString()));
    }
}
