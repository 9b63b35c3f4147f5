package org.demarche.server;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes threads that keep no process alive, named and numbered. */
final class Daemons implements ThreadFactory {
    private final String name;
    private final AtomicInteger number = new AtomicInteger();

    Daemons(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
