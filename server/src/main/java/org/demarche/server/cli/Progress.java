package org.demarche.server.cli;

import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import picocli.CommandLine;

/** Says on stderr, every two seconds, how far a long work has come; of one that is quicker it says nothing. */
final class Progress implements LongConsumer {
    private static final long PERIOD_NANOS = 2_000_000_000L;

    private final CommandLine command;
    private final long total;
    private final LongSupplier nanos;
    private long toldAt;
    private long last;
    private String doing = "carried";

    /**
     * Begins now.
     *
     * @param total how many entries there are
     * @param nanos a clock that never goes back, in nanoseconds
     */
    Progress(CommandLine command, long total, LongSupplier nanos) {
        this.command = command;
        this.total = total;
        this.nanos = nanos;
        this.toldAt = nanos.getAsLong();
    }

    @Override
    public void accept(long done) {
        if (done < last) {
            doing = "compared";
        }
        last = done;
        long now = nanos.getAsLong();
        if (now - toldAt >= PERIOD_NANOS) {
            toldAt = now;
            Messages.say(command, String.format(Locale.ROOT, "%,d of %,d entries %s", done, total, doing));
        }
    }
}
