package org.demarche.server.log;

import java.util.OptionalLong;
import org.demarche.server.clock.Reading;

/** Says what time it is for the entries that are about to be appended. */
@FunctionalInterface
interface LogClock {
    /**
     * What time it is.
     *
     * @param headMs time of the log's newest entry, in milliseconds since 1970 UTC
     * @param skewMs how far the charter lets clocks differ
     * @param storeMs what the store's clock shows, where several hubs share it
     */
    Reading read(long headMs, long skewMs, OptionalLong storeMs);
}
