package org.demarche.server.cli;

import java.util.List;
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
    private final List<String> doing;
    private long toldAt;
    private long last;
    private int phase;

    /**
     * Begins now.
     *
     * @param total how many entries there are
     * @param nanos a clock that never goes back, in nanoseconds
     * @param doing what has been done with them: each time that it begins anew, the next of these
     */
    Progress(CommandLine command, long total, LongSupplier nanos, String... doing) {
        this.command = command;
        this.total = total;
        this.nanos = nanos;
        this.doing = List.of(doing);
        this.toldAt = nanos.getAsLong();
    }

    @Override
    public void accept(long done) {
        if (done < last) {
            phase = Math.min(phase + 1, doing.size() - 1);
        }
        last = done;
        long now = nanos.getAsLong();
        if (now - toldAt >= PERIOD_NANOS) {
            toldAt = now;
            Messages.say(command, String.format(Locale.ROOT, "%,d of %,d entries %s", done, total, doing.get(phase)));
        }
    }
}
