package org.demarche.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.demarche.client.Desk;
import org.demarche.client.Profile;

/**
 * Desks that speak at a steady pace until SIGTERM, and keep a journal of every receipt outside of hubs and databases.
 *
 * <pre>JournalledDesks JOURNAL NOTICES_PER_SECOND PROFILE...</pre>
 *
 * <p>Exit code 0: every desk finished its sentence. 1: a desk gave up; stderr says why. 2: usage.
 */
public final class JournalledDesks {
    private JournalledDesks() {}

    /** Runs. */
    public static void main(String[] args) throws Exception {
        if (args.length < 3) {
            System.err.println("usage: JournalledDesks JOURNAL NOTICES_PER_SECOND PROFILE...");
            System.exit(2);
        }
        CountDownLatch stop = new CountDownLatch(1);
        int perSecond = Integer.parseInt(args[1]);
        List<Speaker> speakers = new ArrayList<>();
        try (Journal journal = Journal.open(Path.of(args[0]))) {
            for (String profile : List.of(args).subList(2, args.length)) {
                Path file = Path.of(profile);
                speakers.add(new Speaker(Desk.open(Profile.read(file)), perSecond, journal, stop));
            }
            List<Thread> threads = speakers.stream().map(Thread::new).toList();
            threads.forEach(Thread::start);
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stop.countDown();
                join(main);
            }));
            threads.forEach(JournalledDesks::join);
        }
        if (speakers.stream().anyMatch(Speaker::hasGivenUp)) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
