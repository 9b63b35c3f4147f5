package org.demarche.server.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.demarche.escalation.Ledger;
import org.demarche.hash.Sha256;

/** The entries that have started a clock: evidence needs a head that was witnessed close to them. Thread-safe. */
public final class ClockStarts {
    private final ConcurrentSkipListSet<Long> all = new ConcurrentSkipListSet<>();
    private final Map<Sha256, List<Long>> byIncident = new ConcurrentHashMap<>();
    private long next;

    ClockStarts() {}

    /** Takes in those of a ledger that has grown. For the thread that grows it. */
    void see(Ledger ledger) {
        ledger.clockStartsFrom(next).forEach((index, incidents) -> {
            all.add(index);
            incidents.forEach(incident -> byIncident
                    .computeIfAbsent(incident, id -> new CopyOnWriteArrayList<>())
                    .add(index));
        });
        next = ledger.size();
    }

    /** The indexes of those that started a clock of this incident, ascending. */
    public List<Long> of(Sha256 incident) {
        return new ArrayList<>(byIncident.getOrDefault(incident, List.of()));
    }

    /** Whether one of the entries from {@code from} to before {@code end} started a clock. */
    public boolean isOneIn(long from, long end) {
        return !all.subSet(from, end).isEmpty();
    }
}
