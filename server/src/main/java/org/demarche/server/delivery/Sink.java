package org.demarche.server.delivery;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.demarche.refusal.Refusal;
import org.demarche.server.witness.OpenedHead;

/** The reader of a stream. Called by one thread at a time. */
public interface Sink {
    /** Whether it can take more without buffering; when it can again, it calls {@link Follower#wake}. */
    boolean isReady();

    /** The next encoded entry. */
    void entry(ByteString entry);

    /**
     * A head that covers everything sent so far.
     *
     * @param checkpoint the signed note
     * @param caughtUp whether this is the end of the log
     * @param witnessed the newest witnessed head, where it is news to the reader; covers nothing that was not sent
     */
    void head(ByteString checkpoint, boolean caughtUp, Optional<OpenedHead> witnessed);

    /** The hub ends the stream; nothing more comes. */
    void over(Refusal why);

    /** Something failed in the hub; nothing more comes. */
    void fail(RuntimeException e);
}
