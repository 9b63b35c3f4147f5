package org.demarche.bench;

import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SubmitResponse;
import org.demarche.server.HubFiles;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.world.Keys;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;
import org.jspecify.annotations.Nullable;

/**
 * How many notices a hub takes in, against how many hybrid signatures the same cores verify in the same run. Over mTLS, verified, durable, receipted; the load is made on
 * the same cores, by one connection of each party, of notices signed beforehand. Then the time from a submission to its receipt at half that rate.
 */
final class IntakeBench {
    private static final int CORES = Runtime.getRuntime().availableProcessors();
    private static final int IN_FLIGHT = 512;
    private static final List<String> AUTHORS = List.of("UA", "US", "GB", "NO");

    private final Path directory;
    private final int count;

    IntakeBench(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            Path hub = world.home().directory();
            Files.writeString(
                    hub.resolve("hub.toml"),
                    "[listen]\nport = " + world.home().port()
                            + "\n[limits]\nnotices_per_minute = 10000000\nrequests_per_minute = 10000000\n");
            try (HubProcess process = HubProcess.start(
                    HubFiles.config(hub, Map.of()), hub, HubClock.system(), new SecureRandom(), s -> {}, defect -> {
                        throw new IllegalStateException(defect);
                    })) {
                measure(world);
            }
        }
    }

    private void measure(World world) throws Exception {
        List<Wire> wires = AUTHORS.stream().map(world::wire).toList();
        wires.forEach(Wire::reportClock);
        byte[][] notices = sign(wires, 3 * count);
        verifyAll(notices, 2 * count, count);
        double verified = verifyAll(notices, 2 * count, count);
        submitAll(wires, notices, 0, count);
        double taken = submitAll(wires, notices, count, count);
        double verifiedAgain = verifyAll(notices, 2 * count, count);
        Bench.say("hybrid verifications, all cores, before", verified, "/s");
        Bench.say("hybrid verifications, all cores, after", verifiedAgain, "/s");
        Bench.say("notices taken in", taken, "/s");
        Bench.say("taken in ÷ verifications", taken / ((verified + verifiedAgain) / 2), "(target: at least 0.55)");

        long[] nanos = atRate(wires, notices, 2 * count, count, taken / 2);
        Arrays.sort(nanos);
        Bench.say("submit → receipt at half load, p50", nanos[nanos.length / 2] / 1e6, "ms (target: at most 5)");
        Bench.say(
                "submit → receipt at half load, p99", nanos[nanos.length * 99 / 100] / 1e6, "ms (target: at most 30)");
    }

    private static byte[][] sign(List<Wire> wires, int number) throws Exception {
        Head head = wires.get(0).head();
        Anchor anchor = Anchor.newBuilder()
                .setSize(head.size())
                .setRoot(head.root().byteString())
                .build();
        byte[][] notices = new byte[number][];
        onAllCores(
                number,
                i -> notices[i] = wires.get(i % wires.size())
                        .sign(
                                "watch",
                                Notice.newBuilder()
                                        .setAnchor(anchor)
                                        .setMessage(Message.newBuilder().setText("Message number " + i + "."))));
        return notices;
    }

    /** One unit of work. */
    @FunctionalInterface
    private interface Work {
        void with(int number) throws Exception;
    }

    private static void onAllCores(int number, Work work) throws Exception {
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

    private static double verifyAll(byte[][] notices, int from, int number) throws Exception {
        SignatureVerifier verifier = Verifiers.fastest(sentence -> {});
        List<PublicKey> keys = AUTHORS.stream()
                .map(party -> Keys.signing(party + "/watch").publicKey())
                .toList();
        long startNanos = System.nanoTime();
        onAllCores(number, i -> {
            UnverifiedNotice notice = UnverifiedNotice.parse(notices[from + i]);
            if (notice.verify(keys.get((from + i) % keys.size()), verifier).isEmpty()) {
                throw new AssertionError("notice " + (from + i) + " does not verify");
            }
        });
        return number / seconds(startNanos);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static double submitAll(List<Wire> wires, byte[][] notices, int from, int number) throws Exception {
        Semaphore room = new Semaphore(IN_FLIGHT);
        Answers answers = new Answers(number);
        long startNanos = System.nanoTime();
        for (int i = 0; i < number; i++) {
            room.acquire();
            wires.get((from + i) % wires.size()).submit(notices[from + i], answers.next(room::release));
        }
        answers.await();
        return number / seconds(startNanos);
    }

    private static long[] atRate(List<Wire> wires, byte[][] notices, int from, int number, double perSecond)
            throws Exception {
        long[] nanos = new long[number];
        Answers answers = new Answers(number);
        long startNanos = System.nanoTime();
        for (int i = 0; i < number; i++) {
            int at = i;
            // When it was due, not when it was sent: a sender that is late must not hide a wait.
            long dueNanos = startNanos + (long) (i / perSecond * 1e9);
            while (System.nanoTime() < dueNanos) {
                LockSupport.parkNanos(dueNanos - System.nanoTime());
            }
            wires.get((from + i) % wires.size())
                    .submit(notices[from + i], answers.next(() -> nanos[at] = System.nanoTime() - dueNanos));
        }
        answers.await();
        return nanos;
    }

    /** Counts answers; whatever is not a receipt ends the measurement. */
    private static final class Answers {
        private final CountDownLatch missing;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final AtomicInteger receipts = new AtomicInteger();

        Answers(int number) {
            missing = new CountDownLatch(number);
        }

        StreamObserver<SubmitResponse> next(Runnable answered) {
            return new StreamObserver<>() {
                @Override
                public void onNext(SubmitResponse response) {
                    receipts.incrementAndGet();
                }

                @Override
                public void onError(Throwable e) {
                    failure.set(e);
                    answered.run();
                    missing.countDown();
                }

                @Override
                public void onCompleted() {
                    answered.run();
                    missing.countDown();
                }
            };
        }

        void await() throws InterruptedException {
            if (!missing.await(5, TimeUnit.MINUTES) || failure.get() != null) {
                throw new IllegalStateException(receipts.get() + " receipts, then " + failure.get(), failure.get());
            }
        }
    }
}
