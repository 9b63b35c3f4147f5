package org.demarche.client.archive;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.StampBatch;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.timestamp.VerifiedToken;

/** Has the records of many files begun and renewed: one request to each authority, however many the files. Believes no token before it is verified, and no new file before it is seen to be no worse than the old. */
public final class Archivist {
    private static final int NONCE_BYTES = 16;

    private final Holding.Keeper keeper;
    private final Asking asking;
    private final SecureRandom random;
    private final Instant now;

    /** Asks an authority, over the network. */
    @FunctionalInterface
    public interface Asking {
        /**
         * The bytes of the response.
         *
         * @throws IOException whose message is one sentence
         */
        byte[] ask(String authority, TimestampRequest request) throws IOException;
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** The file as it is to be written. */
        record Renewed(Holding before, Holding after, List<String> did) implements Outcome {}

        /** An authority, or a file, with which it failed; nothing of it is to be written. */
        record Failed(String sentence) implements Outcome {}
    }

    /** @param now the present */
    public Archivist(Holding.Keeper keeper, Asking asking, SecureRandom random, Instant now) {
        this.keeper = keeper;
        this.asking = asking;
        this.random = random;
        this.now = now;
    }

    /** Does all of this work; what fails with one authority is done with the others. */
    public List<Outcome> renew(List<RenewalPlan.Work> works) {
        List<Outcome> outcomes = new ArrayList<>();
        Map<Holding, Map<RenewalPlan.Work, UnverifiedRecord>> done = new LinkedHashMap<>();
        Map<Batch, List<RenewalPlan.Work>> batches = new LinkedHashMap<>();
        works.forEach(w -> batches.computeIfAbsent(new Batch(w.authority(), w.digest()), b -> new ArrayList<>())
                .add(w));
        batches.forEach((batch, together) -> {
            try {
                StampBatch stamps = new StampBatch(
                        batch.digest(),
                        together.stream().map(RenewalPlan.Work::task).toList());
                List<UnverifiedRecord> records = stamps.with(token(batch.authority(), stamps.imprint()));
                for (int i = 0; i < together.size(); i++) {
                    done.computeIfAbsent(together.get(i).file(), f -> new LinkedHashMap<>())
                            .put(together.get(i), records.get(i));
                }
            } catch (IOException e) {
                outcomes.add(new Outcome.Failed(batch.authority() + ": " + e.getMessage()));
            } catch (RefusedException e) {
                outcomes.add(new Outcome.Failed(
                        batch.authority() + ": " + e.refusal().sentence()));
            }
        });
        done.forEach((file, records) -> outcomes.add(renewed(file, records)));
        return outcomes;
    }

    private record Batch(String authority, ArchiveDigest digest) {}

    /**
     * A token of an authority, verified, and dated as our own clock is.
     *
     * @throws IOException if the authority could not be asked, or its token is not to be had; the message is one sentence
     * @throws RefusedException if its response is none
     */
    public VerifiedToken token(String authority, Imprint imprint) throws IOException, RefusedException {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        TimestampRequest request = TimestampRequest.of(imprint, nonce, Optional.empty());
        UnverifiedToken token = request.tokenIn(asking.ask(authority, request));
        List<Anchor> anchors = keeper.authorities().anchors().getOrDefault(authority, List.of());
        String why = "its certificate is not known (name it with --anchor " + authority + "=FILE)";
        for (Anchor anchor : anchors) {
            TokenCheck check = new TokenVerifier(anchor, Optional.empty()).check(token, imprint);
            if (check instanceof TokenCheck.Valid valid) {
                if (valid.token().statedAt().isBefore(now.minus(Holding.SKEW))
                        || valid.token().statedAt().isAfter(now.plus(Holding.SKEW))) {
                    throw new IOException(
                            "its time-stamp is dated " + valid.token().statedAt() + ", and our clock says " + now
                                    + " (expected: at most 5 min apart)");
                }
                return valid.token();
            }
            why = "its time-stamp is false: " + ((TokenCheck.False) check).sentence();
        }
        throw new IOException(why);
    }

    private Outcome renewed(Holding file, Map<RenewalPlan.Work, UnverifiedRecord> made) {
        List<UnverifiedRecord> records = new ArrayList<>(file.bundle().records());
        List<String> did = new ArrayList<>();
        made.forEach((work, record) -> {
            if (work.place() < records.size()) {
                records.set(work.place(), record);
            } else {
                records.add(record);
            }
            did.add(words(work));
        });
        try {
            Holding after = Holding.of(file.path(), file.bundle().with(records).bytes(), keeper, now);
            return noWorse(file, after)
                    ? new Outcome.Renewed(file, after, did)
                    : new Outcome.Failed(file.path() + ": left as it was, since it would be good until "
                            + after.durability().until().at() + " only (now: "
                            + file.durability().until().at() + ")");
        } catch (RefusedException e) {
            return new Outcome.Failed(file.path() + ": " + e.refusal().sentence());
        } catch (Holding.WorthlessException e) {
            return new Outcome.Failed(e.sentence());
        }
    }

    private static boolean noWorse(Holding before, Holding after) {
        return before.durability().until().compareTo(after.durability().until()) <= 0
                && after.durability().records().size()
                        >= before.durability().records().size()
                && before.durability().records().stream()
                        .filter(r -> r.held().isPresent())
                        .allMatch(r -> after.durability()
                                .records()
                                .get(r.number() - 1)
                                .ending()
                                .filter(e -> e.compareTo(r.ending().orElseThrow()) >= 0)
                                .isPresent());
    }

    private static String words(RenewalPlan.Work work) {
        String record = "record " + (work.place() + 1);
        if (work.task() instanceof Task.Begin) {
            return record + " begun by " + work.authority() + ", " + work.digest();
        }
        return work.task() instanceof Task.RenewHash
                ? record + " renewed by " + work.authority() + ", from now on " + work.digest()
                : record + " renewed by " + work.authority();
    }
}
