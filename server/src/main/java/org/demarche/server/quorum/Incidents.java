package org.demarche.server.quorum;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.server.log.LogListener;
import org.demarche.server.log.Published;
import org.demarche.server.log.Standing;

/** Every incident as it stands, and who watches it. Thread-safe. */
public final class Incidents implements LogListener {
    private final Map<Sha256, Standing> byId = new ConcurrentHashMap<>();
    private final ConcurrentSkipListMap<Long, Sha256> byOpening = new ConcurrentSkipListMap<>();
    private final ConcurrentSkipListMap<Long, Sha256> open = new ConcurrentSkipListMap<>();
    private final Map<Sha256, Set<Runnable>> watchers = new ConcurrentHashMap<>();
    private volatile long size;

    /** Incidents, as they stand when the hub starts. */
    public Incidents(Collection<Incident> incidents, Published published) {
        incidents.forEach(i -> put(Standing.of(i, published)));
        this.size = published.size();
    }

    /** How many entries of the log the states account for that are asked for from now on. */
    public long size() {
        return size;
    }

    private void put(Standing standing) {
        Incident incident = standing.incident();
        byId.put(incident.id(), standing);
        byOpening.put(incident.openedIndex(), incident.id());
        if (incident.phase() == Incident.Phase.CLOSED) {
            open.remove(incident.openedIndex());
        } else {
            open.put(incident.openedIndex(), incident.id());
        }
    }

    @Override
    public void grown(Published published, Collection<Incident> moved) {
        moved.forEach(i -> put(Standing.of(i, published)));
        size = published.size();
        for (Incident incident : moved) {
            watchers.getOrDefault(incident.id(), Set.of()).forEach(Runnable::run);
        }
    }

    /** The incident that this report opened. */
    public Optional<Standing> find(Sha256 id) {
        return Optional.ofNullable(byId.get(id));
    }

    /**
     * Incidents, newest first.
     *
     * @param before only those opened before this index
     * @param most how many at the most
     */
    public List<Standing> newest(long before, int most) {
        return byOpening.headMap(before, false).descendingMap().values().stream()
                .limit(most)
                .map(byId::get)
                .toList();
    }

    /** Every incident that is not closed, in the order in which they were opened. */
    public List<Standing> open() {
        return open.values().stream().map(byId::get).toList();
    }

    /** Wakes every watcher, whatever it watches. */
    public void wakeAll() {
        watchers.values().forEach(all -> all.forEach(Runnable::run));
    }

    /** From now on {@code wake} runs whenever the incident may have moved. It must neither block nor throw. */
    public void watch(Sha256 incident, Runnable wake) {
        watchers.compute(incident, (id, all) -> {
            Set<Runnable> now = all == null ? ConcurrentHashMap.newKeySet() : all;
            now.add(wake);
            return now;
        });
    }

    /** The end of {@link #watch}. */
    public void unwatch(Sha256 incident, Runnable wake) {
        watchers.computeIfPresent(incident, (id, all) -> {
            all.remove(wake);
            return all.isEmpty() ? null : all;
        });
    }
}
