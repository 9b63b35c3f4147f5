package org.demarche.server.witness;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.CosignatureVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteSignature;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Proofs;
import org.demarche.refusal.RefusedException;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.Dates;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.HubLog;
import org.demarche.server.outside.Endpoint;
import org.demarche.server.store.CosignedHeads;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredCosignature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits heads to one witness by C2SP tlog-witness, "add-checkpoint", and keeps what it answers if that verifies under the keys that the operator has configured. A
 * witness tells (409) which size it has cosigned last; that is remembered, so as a rule one request does. For one thread.
 */
final class AddCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(AddCheckpoint.class);
    private static final int OK = 200;
    private static final int CONFLICT = 409;
    private static final int OTHER_HISTORY = 422;

    private final HubConfig.ForeignWitness witness;
    private final WitnessEndpoint endpoint;
    private final HubLog log;
    private final CosignedHeads store;
    private final Keeper keeper;
    private final LongSupplier wallMs;
    private long believed;

    /** @param endpoint where the witness listens */
    AddCheckpoint(
            HubConfig.ForeignWitness witness,
            WitnessEndpoint endpoint,
            HubLog log,
            CosignedHeads store,
            Keeper keeper,
            LongSupplier wallMs) {
        this.witness = witness;
        this.endpoint = endpoint;
        this.log = log;
        this.store = store;
        this.keeper = keeper;
        this.wallMs = wallMs;
    }

    /**
     * Submits a head that this hub has all the entries of, and keeps the answer.
     *
     * @return what is wrong with the witness, as a clause that begins with a verb; empty: it has cosigned this head, or a greater one of this log
     */
    Optional<String> submit(OfferedHead head) throws InterruptedException {
        long size = head.size();
        if (store.cosignatures(size).stream().anyMatch(s -> s.witness().equals(witness.name()))) {
            // Another hub of this log has asked it.
            believed = size;
            return Optional.empty();
        }
        try {
            Endpoint.Answer answer = ask(head);
            if (answer.status() == CONFLICT) {
                Optional<Long> told = size(answer);
                if (told.isEmpty() || told.get() == believed) {
                    return Optional.of("answered 409 to what it had asked for");
                }
                long published = log.published().size();
                if (told.get() > published) {
                    // Not remembered: no proof leads from there.
                    return Optional.of(ahead(told.get(), published));
                }
                believed = told.get();
                if (believed > size) {
                    return Optional.empty();
                }
                answer = ask(head);
            }
            if (answer.status() == OTHER_HISTORY) {
                alarm(meaning(OTHER_HISTORY));
            }
            return answer.status() == OK ? keep(head, answer.body()) : Optional.of(meaning(answer.status()));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Endpoint.Answer ask(OfferedHead head) throws IOException, InterruptedException {
        List<Sha256> proof = Proofs.consistency(believed, head.size(), log.tree());
        return endpoint.addCheckpoint(new AddCheckpointRequest(believed, proof, Cosigning.note(head)).bytes());
    }

    private String ahead(long told, long published) {
        String trouble = "has cosigned a head of " + told + " entries, and this log has " + published
                + ": find out who has shown it that head";
        if (isBeyondTheStore(told)) {
            alarm(trouble);
        }
        return trouble;
    }

    /** What other hubs have appended is in the store before a witness sees it; that this is still the store of all, only a write of one's own says. */
    private boolean isBeyondTheStore(long told) {
        try {
            return log.store().confirm() < told;
        } catch (StoreException e) {
            LOG.debug("whether other hubs have appended {} entries is not known: {}", told, e.getMessage());
            return false;
        }
    }

    private void alarm(String trouble) {
        log.forks().raise(ForkAlarm.By.WITNESS, witness.name(), "the witness " + witness.name() + " " + trouble);
    }

    private static Optional<Long> size(Endpoint.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return text.matches("(0|[1-9][0-9]{0,17})\n") ? Optional.of(Long.valueOf(text.strip())) : Optional.empty();
    }

    private static String meaning(int status) {
        return switch (status) {
            case 400 -> "takes the request for malformed (400)";
            case 403 -> "does not trust the log's signatures (403): give its operator the keys in log.pub";
            case 404 -> "does not know this log (404): have its operator add the origin, and see that url is right";
            case CONFLICT -> "answered 409 to the size that it had told";
            case OTHER_HISTORY ->
                "refuses the proof that the log has only grown (422): it has cosigned another history, or is defective; compare its head with those of the parties";
            default -> "answered with status " + status + " (expected: 200)";
        };
    }

    private Optional<String> keep(OfferedHead head, byte[] body) throws InterruptedException {
        believed = head.size();
        Checkpoint checkpoint = Cosigning.checkpoint(head);
        Charter charter = log.reigns().at(head.size());
        Dates dates = Dates.of(log, head.size(), wallMs.getAsLong());
        List<NoteKey> keys = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        try {
            List<NoteSignature> answered = NoteSignature.parseLines(body);
            for (NoteKey key : witness.keys()) {
                for (NoteSignature line : answered) {
                    if (line.by(key)) {
                        Optional<Instant> at = CosignatureVerifier.timeOf(line, key, checkpoint);
                        if (at.isEmpty()) {
                            return Optional.of("answered with a false cosignature by " + key);
                        }
                        Optional<String> wrong = dates.whyNot(at.get());
                        if (wrong.isPresent()) {
                            return Optional.of("answered with a cosignature that " + wrong.get());
                        }
                        keys.add(key);
                        lines.append(line.line());
                    }
                }
            }
        } catch (NoteException e) {
            return Optional.of("answered with what are no signature lines");
        }
        if (keys.isEmpty()) {
            return Optional.of("answered without a cosignature by its verifier_keys");
        }
        boolean isOfOther = charter.witnesses().stream()
                .filter(w -> w.name().equals(witness.name()))
                .anyMatch(
                        w -> Said.pair(keys).filter(pair -> Said.isOf(w, pair)).isEmpty());
        return isOfOther
                ? Optional.of(
                        "is named by the charter, but has not cosigned with both the keys that the charter gives it: see verifier_keys")
                : stored(new StoredCosignature(
                        head.size(), witness.name(), keys, ByteString.copyFromUtf8(lines.toString())));
    }

    private Optional<String> stored(StoredCosignature cosignature) throws InterruptedException {
        try {
            keeper.keep(cosignature).get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of("has cosigned, but that was not kept: "
                    + (e.getCause() instanceof RefusedException refused
                            ? refused.refusal().sentence()
                            : e.getMessage()));
        }
    }
}
