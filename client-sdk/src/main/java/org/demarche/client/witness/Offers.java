package org.demarche.client.witness;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Replica;
import org.demarche.client.transport.HeadOffers;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.Pause;
import org.demarche.client.transport.RemoteHub;
import org.demarche.proto.v1.AddCosignaturesRequest;
import org.demarche.proto.v1.LogKeys;
import org.demarche.refusal.Reason;

/**
 * Takes the heads that the hub wants cosigned, one after the other, waits for the entries under each, and brings the witness's word back; on a thread of its own. Opens
 * the stream anew when it breaks: the newest head is offered again. Ends for good at the first lie, when the hub does not know this witness, and when what was cosigned
 * can't be kept.
 */
public final class Offers implements Runnable {
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration ENTRIES = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    /** What may hold in a moment: the head is kept, and looked at again. */
    private static final Set<Word.Why> PASSING = EnumSet.of(Word.Why.NOT_REPLAYED, Word.Why.CLOCK);

    /** What asking again does not mend. */
    private static final Set<Reason> FINAL =
            EnumSet.of(Reason.WITNESS_UNKNOWN, Reason.NOT_ENTITLED, Reason.PARTY_UNKNOWN, Reason.FIELD_INVALID);

    private final RemoteHub hub;
    private final Witness witness;
    private final Replica replica;
    private final InstantSource clock;
    private final Pause pause;
    private final Watcher watcher;
    private Duration nextPause = FIRST_PAUSE;

    /** Is told what comes of the offers, on their thread. */
    public interface Watcher {
        /** A head was cosigned, and the hub has it. {@code witnessed}: the hub says that the charter's rule holds over it now. */
        void given(Word.Given word, boolean witnessed);

        /** A head was not cosigned. */
        void withheld(Word.Withheld word);

        /** The line broke, or the hub refused; it is tried again. */
        void broke(LineException failure);

        /** It has ended for good: {@link LieException}, {@link IOException}, or {@link LineException} if the hub does not know this witness. */
        void ended(Exception cause);
    }

    /** Offers, which are taken when its thread runs. */
    public Offers(RemoteHub hub, Witness witness, Replica replica, InstantSource clock, Pause pause, Watcher watcher) {
        this.hub = hub;
        this.witness = witness;
        this.replica = replica;
        this.clock = clock;
        this.pause = pause;
        this.watcher = watcher;
    }

    /** Takes offers until interrupted. */
    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    stream();
                } catch (LineException e) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    if (isFinal(e)) {
                        watcher.ended(e);
                        return;
                    }
                    watcher.broke(e);
                    pause.of(nextPause);
                    nextPause = nextPause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? nextPause.multipliedBy(2)
                            : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LieException | IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            watcher.ended(e);
        }
    }

    private static boolean isFinal(LineException e) {
        return e.failure() instanceof LineException.Failure.Stated stated
                && FINAL.stream().anyMatch(reason -> reason.name().equals(stated.reason()));
    }

    private void stream() throws LineException, InterruptedException, LieException, IOException {
        try (HeadOffers offers = hub.offers(witness.name(), clock.millis())) {
            try {
                Optional<byte[]> waiting = Optional.empty();
                while (true) {
                    Optional<byte[]> offered = offers.next(waiting.isPresent() ? RETRY : SILENCE);
                    boolean again = offered.isEmpty();
                    Optional<byte[]> next = offered.isPresent() ? offered : waiting;
                    if (next.isPresent()) {
                        waiting = take(next.get(), again) ? Optional.empty() : next;
                        nextPause = FIRST_PAUSE;
                    }
                }
            } catch (LineException e) {
                offers.leave();
                throw e;
            }
        }
    }

    /** Returns false if the head is to be looked at again. */
    private boolean take(byte[] note, boolean again)
            throws LineException, InterruptedException, LieException, IOException {
        // What lies beyond the copy is remembered, so that the entries must lead to it.
        replica.see(note);
        replica.await(Replica.claimedSize(note), ENTRIES);
        Word word = witness.cosign(note);
        if (word instanceof Word.Given given) {
            watcher.given(given, hub.addCosignatures(request(given)));
            return true;
        }
        Word.Withheld withheld = (Word.Withheld) word;
        if (!again) {
            watcher.withheld(withheld);
        }
        return !PASSING.contains(withheld.why());
    }

    private AddCosignaturesRequest request(Word.Given given) {
        return AddCosignaturesRequest.newBuilder()
                .setWitness(witness.name())
                .setKey(LogKeys.newBuilder()
                        .setEd25519(ByteString.copyFrom(witness.key().ed25519()))
                        .setMlDsa44(ByteString.copyFrom(witness.key().mlDsa44())))
                .setSize(given.head().size())
                .setRoot(given.head().root().byteString())
                .setLines(ByteString.copyFromUtf8(given.text()))
                .setClockMs(clock.millis())
                .build();
    }
}
