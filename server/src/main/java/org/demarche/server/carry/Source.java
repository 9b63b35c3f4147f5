package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.demarche.server.HubException;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredToken;

/** A log that can be read from its beginning, as often as need be. Of what it holds nothing is believed but what can be checked. */
public interface Source {
    /** What to call it in a sentence. */
    String name();

    /** How many entries there are to be carried. */
    long size();

    /** The heads that were offered to witnesses, with what these said, if it keeps them. */
    default Optional<Word<OfferedHead, StoredCosignature>> cosigned() {
        return Optional.empty();
    }

    /** The heads that time authorities were asked to stamp, with their tokens, if it keeps them. */
    default Optional<Word<FrozenHead, StoredToken>> stamped() {
        return Optional.empty();
    }

    /**
     * Heads, and what others said of them.
     *
     * @param heads by size, ascending, from a size on, so many at the most
     * @param said of the head of this size
     */
    record Word<H, S>(BiFunction<Long, Integer, List<H>> heads, LongFunction<List<S>> said) {}

    /**
     * Begins to read at entry 0.
     *
     * @throws HubException if it cannot be read
     */
    Pass begin() throws HubException;

    /** One reading of it. */
    interface Pass extends AutoCloseable {
        /**
         * The bytes of the next entries.
         *
         * @param most how many at the most
         * @return at least one, but none behind the last
         * @throws HubException if they cannot be read
         */
        List<ByteString> next(int most) throws HubException;

        @Override
        void close() throws HubException;
    }
}
