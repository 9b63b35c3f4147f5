package org.demarche.server.cli;

import sun.misc.Signal;

/** SIGHUP, which would end a JVM that takes no notice of it. The JDK's supported module {@code jdk.unsupported} is the only way to it. */
final class Hangup {
    private Hangup() {}

    /** From now on {@code work} is done at each SIGHUP, on a thread of its own; on a machine that has none, never. */
    static void does(Runnable work) {
        try {
            Signal.handle(new Signal("HUP"), signal -> work.run());
        } catch (IllegalArgumentException e) {
            // Windows has no such signal: there the files are watched all the same.
            return;
        }
    }
}
