package org.demarche.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.client.follow.LieException;
import org.demarche.client.transport.HttpDoor;
import org.demarche.client.transport.LineException;
import org.demarche.client.witness.AddCheckpoint;
import org.demarche.client.witness.CosignedFile;
import org.demarche.client.witness.Offers;
import org.demarche.client.witness.Witness;
import org.demarche.client.witness.Word;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Head;

/**
 * A party's witness at work: follows the log as a desk does, cosigns what the hub offers, and answers over HTTP if it is asked to listen. Works from when it is opened until it
 * is closed, or has ended by itself: when the hub was caught, does not know the witness, or what was cosigned can't be kept. Thread-safe.
 */
public final class WitnessPost implements AutoCloseable {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(3);
    private static final long CLOSE_MS = 2000;

    private final DeskParts parts;
    private final CosignedFile file;
    private final Witness witness;
    private final WitnessListener listener;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Thread thread = new Thread(this::work, "demarche-witness");
    private Optional<HttpDoor> door = Optional.empty();

    /**
     * What a witness is.
     *
     * @param name its name in the charter
     * @param key its key, and the passphrase
     * @param listen where to answer HTTP, if anywhere
     */
    public record Duty(String name, KeyFile key, Optional<InetSocketAddress> listen) {}

    private WitnessPost(DeskParts parts, CosignedFile file, Witness witness, WitnessListener listener) {
        this.parts = parts;
        this.file = file;
        this.witness = witness;
        this.listener = listener;
    }

    /**
     * Opens a witness and sets it to work. It need not reach a hub at once.
     *
     * @throws DeskException if key, state, profile or charter are not what they must be, another process cosigns with this key, or the log that it cosigned last
     *     contradicts its copy
     */
    public static WitnessPost open(Profile profile, Duty duty, Surroundings surroundings, WitnessListener listener)
            throws DeskException {
        LogSigningKey key = duty.key().openWitnessKey();
        CosignedFile file = cosigned(duty.key().file());
        try {
            DeskParts parts = DeskParts.assemble(profile, duty.key().passphrase(), surroundings, true);
            try {
                WitnessPost post = new WitnessPost(parts, file, witness(duty.name(), key, parts, file), listener);
                post.requireNamed();
                post.listen(duty.listen(), profile);
                parts.deliveries().subscribe(Long.MAX_VALUE, post.new Ear());
                post.thread.setDaemon(true);
                post.thread.start();
                return post;
            } catch (DeskException | RuntimeException e) {
                parts.close();
                throw e;
            }
        } catch (DeskException | RuntimeException e) {
            close(file);
            throw e;
        }
    }

    private static CosignedFile cosigned(Path key) throws DeskException {
        try {
            return CosignedFile.open(key);
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    e.getMessage() == null ? e.toString() : e.getMessage(),
                    "a witness keeps what it has cosigned beside its key: the folder must be its own to write, and no other process may use the key",
                    e);
        }
    }

    private static Witness witness(String name, LogSigningKey key, DeskParts parts, CosignedFile file)
            throws DeskException {
        try {
            return Witness.open(
                    name, key, parts.replica(), file, parts.surroundings().clock(), parts.clocks()::fault);
        } catch (LieException e) {
            throw parts.confidence().lied(e);
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    e.getMessage() == null ? e.toString() : e.getMessage(),
                    "bring the right file back; a witness that has lost what it cosigned gets a new key, and the charter a successor that names it",
                    e);
        }
    }

    private void requireNamed() throws DeskException {
        if (!witness.isNamedBy(parts.replica().charter())) {
            throw new DeskException.Misconfigured(
                    "the charter names no witness " + witness.name() + " with the key "
                            + witness.key().ed25519Id().fingerprint(),
                    "compare --name and --key with the charter's [[witness]] tables");
        }
    }

    private void listen(Optional<InetSocketAddress> at, Profile profile) throws DeskException {
        if (at.isEmpty()) {
            return;
        }
        AddCheckpoint service = new AddCheckpoint(witness, parts.replica(), this::failed);
        boolean plain = !at.get().isUnresolved() && at.get().getAddress().isLoopbackAddress();
        try {
            door = Optional.of(HttpDoor.open(
                    at.get(),
                    plain ? Optional.empty() : Optional.of(DeskFiles.identity(profile)),
                    AddCheckpointRequest.MAX_BYTES,
                    service::answer));
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    String.valueOf(e.getMessage()), "choose another address with --listen", e);
        }
    }

    /** Where it answers HTTP. */
    public Optional<InetSocketAddress> address() {
        return door.map(HttpDoor::address);
    }

    /** The head that it cosigned last. */
    public Optional<Head> last() {
        return witness.last();
    }

    /** The copy comes first to what the hub has, and so to what was cosigned before; then each offer is taken. */
    private void work() {
        try {
            parts.connection().begin();
            catchUp();
            if (end.isDone()) {
                return;
            }
            new Offers(
                            parts.connection().hub(),
                            witness,
                            parts.replica(),
                            parts.surroundings().clock(),
                            parts.surroundings().pause(),
                            new Eye())
                    .run();
        } catch (DeskException e) {
            end.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void catchUp() throws DeskException, InterruptedException {
        while (!end.isDone()) {
            try {
                parts.connection().awaitEnd();
                requireNotAhead();
                return;
            } catch (DeskException e) {
                parts.confidence().require();
                if (!e.passing() && !(e instanceof DeskException.Refused)) {
                    throw e;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                // The listener has heard of it from the follower.
                parts.surroundings().pause().of(TRY_AGAIN);
            }
        }
    }

    private void requireNotAhead() throws DeskException {
        long cosigned = witness.last().map(Head::size).orElse(0L);
        if (cosigned > parts.replica().size()) {
            throw new DeskException.Misconfigured(
                    file.path() + ": this witness has cosigned " + cosigned
                            + " entries, and the log that it is shown has "
                            + parts.replica().size(),
                    "a witness never cosigns backwards: ask the operator whether the log was restored, and call the other parties");
        }
    }

    private void failed(Exception cause) {
        if (cause instanceof LineException refused) {
            end.completeExceptionally(parts.failures().of(refused, Optional.empty()));
        } else if (cause instanceof IOException e
                && !(cause instanceof org.demarche.client.follow.MissingLogKeyException)) {
            end.completeExceptionally(new DeskException.Misconfigured(
                    "what was cosigned can't be kept, so nothing more is cosigned: " + e.getMessage(),
                    "check the disk and the folder of the key",
                    e));
        } else {
            parts.confidence().ended(cause);
        }
    }

    /** Hears what the follower and the clock probe say. */
    private final class Ear implements DeskListener {
        @Override
        public void onEntry(Delivery entry) {}

        @Override
        public void onTrouble(DeskException trouble) {
            try {
                parts.confidence().require();
                listener.onTrouble(trouble);
            } catch (DeskException ending) {
                end.completeExceptionally(ending);
            }
        }
    }

    /** Sees what comes of the offers. */
    private final class Eye implements Offers.Watcher {
        @Override
        public void given(Word.Given word, boolean witnessed) {
            listener.onCosigned(word.head(), word.at(), witnessed);
        }

        @Override
        public void withheld(Word.Withheld word) {
            listener.onWithheld(word.sentence());
        }

        @Override
        public void broke(LineException failure) {
            listener.onTrouble(parts.failures().of(failure, Optional.empty()));
        }

        @Override
        public void ended(Exception cause) {
            failed(cause);
        }
    }

    /**
     * Waits until it has ended, or was told to stop.
     *
     * @return whether it has, within so long
     * @throws DeskException why it has ended by itself
     */
    public boolean await(Duration longest) throws DeskException, InterruptedException {
        try {
            end.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeskException ending) {
                throw ending;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Has {@link #await} return; {@link #close} is still to come. */
    public void stop() {
        end.complete(null);
    }

    /** Stops cosigning, and lets go of the key. */
    @Override
    public void close() {
        stop();
        door.ifPresent(HttpDoor::close);
        thread.interrupt();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.close();
        close(file);
    }

    private static void close(CosignedFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // Only the lock was left in it, and that ends with the process.
            DeskParts.LOG.accept("the lock of " + file.path() + " could not be let go of: " + e.getMessage());
        }
    }
}
