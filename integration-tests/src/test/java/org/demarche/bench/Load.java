package org.demarche.bench;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Message;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SubmitResponse;
import org.demarche.world.Wire;
import org.jspecify.annotations.Nullable;

/** Notices that are signed beforehand and then submitted by several connections: as fast as receipts come, or at a given rate. */
final class Load {
    private static final int IN_FLIGHT = 512;

    private final List<Wire> wires;

    /** A load that these connections make by turns. */
    Load(List<Wire> wires) {
        this.wires = wires;
    }

    /** Signs so many notices, each for the connection whose turn it is. */
    byte[][] sign(int number) throws Exception {
        Head head = wires.get(0).head();
        Anchor anchor = Anchor.newBuilder()
                .setSize(head.size())
                .setRoot(head.root().byteString())
                .build();
        byte[][] notices = new byte[number][];
        Bench.onAllCores(
                number,
                i -> notices[i] = wires.get(i % wires.size())
                        .sign(
                                "watch",
                                Notice.newBuilder()
                                        .setAnchor(anchor)
                                        .setMessage(Message.newBuilder().setText("Message number " + i + "."))));
        return notices;
    }

    /** Submits so many and waits for their receipts; how many came in a second. */
    double submitAll(byte[][] notices, int from, int number) throws Exception {
        Semaphore room = new Semaphore(IN_FLIGHT);
        Answers answers = new Answers(number);
        long startNanos = System.nanoTime();
        for (int i = 0; i < number; i++) {
            room.acquire();
            wires.get((from + i) % wires.size()).submit(notices[from + i], answers.next(room::release));
        }
        answers.await();
        return number / Bench.seconds(startNanos);
    }

    /** Submits so many at an even rate; how long each waited for its receipt, from when it was due, in nanoseconds. */
    long[] atRate(byte[][] notices, int from, int number, double perSecond) throws Exception {
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
