package org.demarche.server.delivery;

import com.google.protobuf.ByteString;
import org.demarche.refusal.Refusal;

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
     */
    void head(ByteString checkpoint, boolean caughtUp);

    /** The hub ends the stream; nothing more comes. */
    void over(Refusal why);

    /** Something failed in the hub; nothing more comes. */
    void fail(RuntimeException e);
}
