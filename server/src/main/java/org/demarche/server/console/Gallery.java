package org.demarche.server.console;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.situation.Situation;
import org.demarche.situation.page.BoardPages;
import org.demarche.situation.page.Route;

/**
 * Everybody who watches. At a tick each page that somebody watches is drawn once, and sent to all of them: soon after the log has grown or somebody has come, once a
 * second at the most while that goes on, and once a second for the clock. While nobody watches, nothing is drawn. {@link #tick} is for one thread; the rest is thread-safe.
 */
final class Gallery {
    /** How often it is called, in milliseconds. */
    static final int TICK_MS = 250;

    private static final int TICKS_BETWEEN_PICTURES = 4;

    private final Lookout lookout;
    private final int most;
    private final LongSupplier monotonicMs;
    private final Cadence cadence = new Cadence(TICKS_BETWEEN_PICTURES);
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger places = new AtomicInteger();
    private volatile boolean someoneNew;
    private volatile boolean closed;
    private long shownSize = -1;

    /**
     * A gallery.
     *
     * @param most how many may watch at once
     * @param monotonicMs how much time passes, in milliseconds
     */
    Gallery(Lookout lookout, int most, LongSupplier monotonicMs) {
        this.lookout = lookout;
        this.most = most;
        this.monotonicMs = monotonicMs;
    }

    /** How many watch, and may. */
    Lookout.Pages pages() {
        return new Lookout.Pages(Math.min(places.get(), most), most);
    }

    /** Takes a place, which {@link #leave} gives back; false: all are taken. */
    boolean enter() {
        if (places.incrementAndGet() > most) {
            places.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    void leave() {
        places.decrementAndGet();
    }

    /** From now on it is shown everything. */
    void add(Viewer viewer) {
        viewers.add(viewer);
        someoneNew = true;
        if (closed) {
            viewer.close();
        }
    }

    /** It is gone. */
    void remove(Viewer viewer) {
        viewers.remove(viewer);
    }

    /** Shows everybody what is new. */
    void tick() {
        long nowMs = monotonicMs.getAsLong();
        viewers.stream().filter(v -> v.mustGo(nowMs)).forEach(Viewer::close);
        boolean news = someoneNew || lookout.size() != shownSize;
        if (viewers.isEmpty() || !cadence.due(news)) {
            return;
        }
        someoneNew = false;
        show(nowMs);
    }

    private void show(long nowMs) {
        Map<Route, List<Viewer>> byRoute = viewers.stream().collect(Collectors.groupingBy(Viewer::route));
        Situation situation = lookout.look(incidents(byRoute.keySet()), pages());
        shownSize = situation.log().size();
        Map<Route, byte[]> events = new HashMap<>();
        for (Route route : byRoute.keySet()) {
            Optional<String> regions = BoardPages.regions(situation, route);
            regions.ifPresent(html -> events.put(route, event(html)));
        }
        events.forEach(
                (route, event) -> byRoute.getOrDefault(route, List.of()).forEach(viewer -> viewer.show(event, nowMs)));
    }

    private static Set<Sha256> incidents(Set<Route> routes) {
        Set<Sha256> ids = new HashSet<>();
        for (Route route : routes) {
            if (route instanceof Route.OfIncident incident) {
                ids.add(incident.id());
            }
        }
        return ids;
    }

    /** An event as browsers expect it (HTML, section 9.2): every line of its data begins with {@code data:}. */
    static byte[] event(String html) {
        StringBuilder event = new StringBuilder("event: board\n");
        html.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        return event.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Sends everybody away, and whoever comes after them. */
    void close() {
        closed = true;
        viewers.forEach(Viewer::close);
    }
}
