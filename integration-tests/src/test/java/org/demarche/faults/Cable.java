package org.demarche.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The way from one hub to its database. When it is cut nothing comes through any more, and neither end is told. */
final class Cable implements AutoCloseable {
    private final ServerSocket near;
    private final int far;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    /** A cable to this port on loopback. */
    Cable(int far) throws IOException {
        this.far = far;
        this.near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Where it begins. */
    int port() {
        return near.getLocalPort();
    }

    /** Nothing comes through any more. */
    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    /** What has been held up goes on, and so does everything else. */
    void mend() {
        lock.lock();
        try {
            cut = false;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() throws IOException, InterruptedException {
        while (true) {
            Socket left = near.accept();
            awaitWhole();
            Socket right = new Socket(InetAddress.getLoopbackAddress(), far);
            sockets.add(left);
            sockets.add(right);
            start(() -> carry(left, right));
            start(() -> carry(right, left));
        }
    }

    private void carry(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8_192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                awaitWhole();
                out.write(bytes, 0, count);
            }
            awaitWhole();
        }
    }

    private void awaitWhole() throws InterruptedException {
        lock.lock();
        try {
            while (cut) {
                mended.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // One of its ends is gone, and so is the other then.
                Thread.currentThread().interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        mend();
        try {
            near.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
