package org.demarche.client.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.Checkpoint;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Replica;
import org.demarche.client.transport.HttpAnswer;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.ProofCheck;
import org.demarche.refusal.Reason;

/**
 * The same witness for whoever asks over HTTP (C2SP tlog-witness): {@code POST /add-checkpoint} and {@code GET /<SHA-256 of the origin in hex>/checkpoint}. Who asks is not
 * known and need not be: what counts is the log's signature. Besides what C2SP asks, the entries must have been replayed; until then the answer is 503. Thread-safe.
 */
public final class AddCheckpoint {
    private static final Duration ENTRIES = Duration.ofSeconds(2);
    private static final String SIZE = "text/x.tlog.size";

    private final Witness witness;
    private final Replica replica;
    private final Consumer<Exception> ended;

    /** Answers for {@code witness}; {@code ended} is told of a lie of the log, and of a state that can't be kept: then it must be asked no more. */
    public AddCheckpoint(Witness witness, Replica replica, Consumer<Exception> ended) {
        this.witness = witness;
        this.replica = replica;
        this.ended = ended;
    }

    /** The answer to a request. */
    public HttpAnswer answer(String method, String path, byte[] body) {
        try {
            if (path.equals("/add-checkpoint")) {
                return method.equals("POST") ? add(body) : HttpAnswer.sentence(405, "add-checkpoint: POST it");
            }
            if (path.equals(
                    "/" + Sha256.of(utf8(replica.charter().log().origin())).hex() + "/checkpoint")) {
                return method.equals("GET") ? newest() : HttpAnswer.sentence(405, "checkpoint: GET it");
            }
            return HttpAnswer.sentence(404, "no such page");
        } catch (IOException e) {
            ended.accept(e);
            return HttpAnswer.sentence(500, "what was cosigned can't be kept, so nothing was");
        }
    }

    private HttpAnswer newest() throws IOException {
        return witness.lastNote()
                .map(note -> new HttpAnswer(200, HttpAnswer.TEXT, note))
                .orElseGet(() -> HttpAnswer.sentence(404, "nothing was cosigned yet"));
    }

    private HttpAnswer add(byte[] body) throws IOException {
        AddCheckpointRequest request;
        Checkpoint said;
        try {
            request = AddCheckpointRequest.parse(body);
            said = Checkpoint.parse(request.note().text());
        } catch (NoteException e) {
            return HttpAnswer.sentence(
                    e.refusal().reason() == Reason.FIELD_INVALID ? 422 : 400,
                    e.refusal().sentence());
        }
        if (!said.origin().equals(replica.charter().log().origin())) {
            return HttpAnswer.sentence(404, "this is no witness of the log " + said.origin());
        }
        Optional<VerifiedCheckpoint> opened = replica.open(request.note().bytes());
        if (opened.isEmpty()) {
            return HttpAnswer.sentence(
                    403, "the checkpoint is not signed by the keys of the log that this witness knows");
        }
        if (request.oldSize() > said.head().size()) {
            return HttpAnswer.sentence(400, "the old size is greater than the checkpoint's");
        }
        return judged(request, opened.get());
    }

    private HttpAnswer judged(AddCheckpointRequest request, VerifiedCheckpoint checkpoint) throws IOException {
        try {
            // Whatever becomes of the request: the log has signed this, so the copy must lead to it, or the log has
            // lied.
            replica.hear(checkpoint.note());
            Condition condition = new Condition(request.oldSize(), request.proof());
            Optional<Word.Withheld> soon = condition.against(witness.last(), checkpoint.head());
            if (soon.isPresent()) {
                return withheld(soon.get());
            }
            replica.await(checkpoint.head().size(), ENTRIES);
            Word word = witness.cosign(checkpoint.note(), condition);
            return word instanceof Word.Given given
                    ? new HttpAnswer(200, HttpAnswer.TEXT, utf8(given.text()))
                    : withheld((Word.Withheld) word);
        } catch (LieException e) {
            ended.accept(e);
            return HttpAnswer.sentence(422, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpAnswer.sentence(503, "this witness is stopping");
        }
    }

    private HttpAnswer withheld(Word.Withheld word) {
        return switch (word.why()) {
            case CONFLICT -> new HttpAnswer(409, SIZE, utf8(size() + "\n"));
            case INCONSISTENT -> HttpAnswer.sentence(422, word.sentence());
            // Another was faster between the look at the condition and now.
            case SMALLER -> new HttpAnswer(409, SIZE, utf8(size() + "\n"));
            case NOT_REPLAYED, NOT_NAMED, CLOCK -> HttpAnswer.sentence(503, word.sentence());
        };
    }

    private long size() {
        return witness.last().map(Head::size).orElse(0L);
    }

    /** What C2SP asks of old size and proof. */
    private record Condition(long oldSize, List<Sha256> proof) implements Witness.Condition {
        @Override
        public Optional<Word.Withheld> against(Optional<Head> last, Head next) {
            Head before = last.orElse(new Head(0, Merkle.EMPTY_ROOT));
            if (before.size() != oldSize) {
                return Optional.of(new Word.Withheld(Word.Why.CONFLICT, "last cosigned: " + before.size()));
            }
            return ProofCheck.consistency(before, next, proof)
                    ? Optional.empty()
                    : Optional.of(new Word.Withheld(
                            Word.Why.INCONSISTENT,
                            "the proof does not show that the checkpoint continues the " + before.size()
                                    + " entries that were cosigned last"));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
