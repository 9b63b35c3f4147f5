package org.demarche.client.exercise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The hub, running as a child process. However this process ends, short of being killed, the child ends before it. */
final class HubChild implements AutoCloseable {
    private static final String READY = "hub ready on ";
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 15;

    private final Process process;
    private final Path log;
    private final Thread hook;
    private final CountDownLatch ready = new CountDownLatch(1);

    private HubChild(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(this::end, "exercise-end-hub");
    }

    /**
     * Starts the hub and waits until it says that it is ready.
     *
     * @param log where what it says is kept
     */
    static HubChild start(Launcher launcher, Path directory, Path log) throws PlayException, InterruptedException {
        List<String> command = launcher.command("hub", "run", "--dir", directory.toString());
        HubChild hub;
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            hub = new HubChild(process, log);
            Runtime.getRuntime().addShutdownHook(hub.hook);
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new PlayException(String.join(" ", command) + " could not be run: " + e.getMessage(), e);
        }
        Thread reader = new Thread(hub::read, "exercise-hub-output");
        reader.setDaemon(true);
        reader.start();
        try {
            hub.awaitReady();
        } catch (PlayException | InterruptedException e) {
            hub.close();
            throw e;
        }
        return hub;
    }

    private void awaitReady() throws PlayException, InterruptedException {
        for (long waited = 0; waited < START_SECONDS * 10; waited++) {
            if (ready.await(100, TimeUnit.MILLISECONDS)) {
                return;
            }
            if (!process.isAlive()) {
                throw new PlayException("the hub has ended with " + process.exitValue()
                        + " before it was ready; what it said is in " + log);
            }
        }
        throw new PlayException("the hub is not ready after " + START_SECONDS + " s; what it said is in " + log);
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.contains(READY)) {
                    ready.countDown();
                }
            }
        } catch (IOException e) {
            // The stream breaks when the child is killed; whoever waits for it sees that it is no longer alive.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether it runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** The process id. */
    long pid() {
        return process.pid();
    }

    private void end() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Has it finish what it has taken in, and end. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is shutting down, and the hook runs anyway; ending twice does no harm.
            end();
        }
    }
}
