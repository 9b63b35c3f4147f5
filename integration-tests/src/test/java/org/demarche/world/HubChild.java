package org.demarche.world;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A hub as an operator runs it: a process of its own, from the assembled lib folder. */
public final class HubChild implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final String READY = "hub ready on ";
    private static final String STOPPED = "hub stopped";
    private static final int SIGTERM_EXIT = 143;

    private final JavaChild child;

    private HubChild(JavaChild child) {
        this.child = child;
    }

    /** Starts {@code hub run} and waits until it is ready. */
    public static HubChild start(HubHome home) {
        return start(home, home.entry());
    }

    /** The same under another program, such as a tracer, whose command line comes first. */
    public static HubChild start(HubHome home, List<String> wrapper) {
        return ready(launch(home, wrapper));
    }

    /** The same under the virtual machine's own settings, as the launcher starts it: slower to start, quicker in the end. */
    public static HubChild startAsShipped(HubHome home) {
        return ready(launch(home, home.entry(), List.of("-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC")));
    }

    private static HubChild ready(HubChild hub) {
        await().atMost(LONGEST_START)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> hub.said().contains(READY) || !hub.child.alive());
        if (!hub.child.alive()) {
            throw new AssertionError("the hub ended at once: " + hub.said());
        }
        return hub;
    }

    /** Starts {@code hub run} and waits for nothing. */
    public static HubChild launch(HubHome home, List<String> wrapper) {
        return launch(home, wrapper, List.of("-Xmx256m"));
    }

    private static HubChild launch(HubHome home, List<String> wrapper, List<String> options) {
        Path said = JavaChild.output(home.directory(), "hub-");
        return new HubChild(JavaChild.start(
                wrapper,
                said,
                options,
                List.of(
                        "org.demarche.server.cli.Hub",
                        "run",
                        "-d",
                        home.directory().toString())));
    }

    /** Its id. */
    public long pid() {
        return child.pid();
    }

    /** What it has written so far, to stdout and stderr. */
    public String said() {
        return child.said();
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() {
        child.kill();
    }

    /** SIGTERM; an error unless the hub finishes what it has taken in and ends of it. */
    public void stop() {
        child.terminate();
        int code = exitCode();
        // A JVM that has run its hooks to the end still says which signal ended it.
        if (code != SIGTERM_EXIT || !said().contains(STOPPED)) {
            throw new AssertionError(
                    "exit code: " + code + " (expected: " + SIGTERM_EXIT + ", after \"" + STOPPED + "\"): " + said());
        }
    }

    /** Waits for its end. */
    public int exitCode() {
        return child.exitCode();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
