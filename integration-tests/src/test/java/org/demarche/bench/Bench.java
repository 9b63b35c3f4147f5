package org.demarche.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code Bench intake NOTICES}, {@code Bench stores NOTICES}, {@code Bench board NOTICES}, {@code Bench restart ENTRIES} or {@code Bench start ROUNDS}. Prints one figure a line, and the machine's load before and after: figures taken while others use the
 * machine say little.
 */
public final class Bench {
    private static final int USAGE = 2;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private Bench() {}

    /** Runs a measurement. */
    public static void main(String[] args) throws Exception {
        if (args.length != 2
                || !List.of("intake", "stores", "board", "restart", "start").contains(args[0])
                || !args[1].matches("[0-9]{1,8}")) {
            System.err.println(
                    "Bench: give \"intake NOTICES\", \"stores NOTICES\", \"board NOTICES\", \"restart ENTRIES\" or \"start ROUNDS\"");
            System.exit(USAGE);
        }
        int count = Integer.parseInt(args[1]);
        Path directory = Files.createTempDirectory("demarche-bench-");
        load("before");
        try {
            switch (args[0]) {
                case "intake" -> new IntakeBench(directory, count).run();
                case "stores" -> new StoresBench(directory, count).run();
                case "board" -> new BoardBench(directory, count).run();
                case "start" -> new StartBench(directory, count).run();
                default -> new RestartBench(directory, count).run();
            }
        } finally {
            remove(directory);
        }
        load("after");
        System.exit(0);
    }

    private static void load(String when) {
        say(
                "load average " + when,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                "on " + Runtime.getRuntime().availableProcessors() + " cores");
    }

    /** What all threads of this process have used of all cores, in nanoseconds: differs less than time does while others use the machine. */
    static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** One unit of work. */
    @FunctionalInterface
    interface Work {
        void with(int number) throws Exception;
    }

    /** Does so many units of work, as many at once as there are cores. */
    static void onAllCores(int number, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CORES);
        try {
            List<Future<?>> parts = IntStream.range(0, CORES)
                    .<Future<?>>mapToObj(core -> threads.submit(() -> {
                        for (int i = core; i < number; i += CORES) {
                            work.with(i);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    /** Prints a figure. */
    static void say(String what, double figure, String unit) {
        System.out.printf("%-52s %12.2f %s%n", what, figure, unit);
    }

    private static void remove(Path directory) throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
