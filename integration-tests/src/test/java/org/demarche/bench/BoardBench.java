package org.demarche.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.ViolationReport;
import org.demarche.server.HubFiles;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.world.Plan;
import org.demarche.world.Wire;
import org.demarche.world.World;

/**
 * What it costs intake that 200 browsers watch the board. Twelve incidents are open, and 40 desks follow the log throughout; then notices are taken in by turns with the
 * browsers and without them, so that what else the machine does strikes both alike. The browsers run in the same process, and so do the desks: what they cost is
 * counted against the hub.
 */
final class BoardBench {
    private static final List<String> AUTHORS = List.of("UA", "US", "GB", "NO");
    private static final int BROWSERS = 200;
    private static final int DESKS = 40;
    private static final int INCIDENTS = 12;
    private static final int TURNS = 5;

    private final Path directory;
    private final int count;

    BoardBench(Path directory, int count) {
        this.directory = directory;
        this.count = count;
    }

    void run() throws Exception {
        try (World world = World.onRealClocks(directory, Plan.at(1))) {
            Path hub = world.home().directory();
            Files.writeString(
                    hub.resolve("hub.toml"),
                    "[listen]\nport = " + world.home().port()
                            + "\n[board]\nport = 0\n[limits]\nnotices_per_minute = 10000000\nrequests_per_minute = 10000000\n");
            try (HubProcess process = HubProcess.start(
                    HubFiles.config(hub, Map.of()), hub, HubClock.system(), new SecureRandom(), s -> {}, defect -> {
                        throw new IllegalStateException(defect);
                    })) {
                measure(
                        world,
                        process.boardAddress().orElseThrow(),
                        Files.readString(hub.resolve("board.token")).strip());
            }
        }
    }

    private void measure(World world, InetSocketAddress board, String token) throws Exception {
        List<Wire> wires = AUTHORS.stream().map(world::wire).toList();
        wires.forEach(Wire::reportClock);
        for (int i = 0; i < INCIDENTS; i++) {
            report(wires.get(0), i);
        }
        AtomicLong followed = new AtomicLong();
        for (int i = 0; i < DESKS; i++) {
            wires.get(i % wires.size()).follow(followed::incrementAndGet);
        }
        Load load = new Load(wires);
        byte[][] notices = load.sign((2 * TURNS + 2) * count);
        Browsers warm = new Browsers(board, token, BROWSERS);
        load.submitAll(notices, 0, count);
        warm.close();
        double with = 0;
        double without = 0;
        long withNanos = 0;
        long withoutNanos = 0;
        List<Double> ratios = new ArrayList<>();
        long bytes = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            long cpuNanos = Bench.cpuNanos();
            double alone = load.submitAll(notices, (1 + 2 * turn) * count, count);
            withoutNanos += Bench.cpuNanos() - cpuNanos;
            try (Browsers browsers = new Browsers(board, token, BROWSERS)) {
                cpuNanos = Bench.cpuNanos();
                double watched = load.submitAll(notices, (2 + 2 * turn) * count, count);
                withNanos += Bench.cpuNanos() - cpuNanos;
                ratios.add(watched / alone);
                with += watched / TURNS;
                without += alone / TURNS;
                bytes += browsers.bytes();
            }
        }
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        ratios.sort(null);
        Bench.say("notices taken in, nobody watches", without, "/s");
        Bench.say("notices taken in, " + BROWSERS + " browsers watch", with, "/s");
        Bench.say("with ÷ without, median of " + TURNS, ratios.get(TURNS / 2), "(target: at least 0.95)");
        Bench.say("  all cores' time for a notice, without", withoutNanos / 1e3 / count / TURNS, "µs");
        Bench.say("  all cores' time for a notice, with", withNanos / 1e3 / count / TURNS, "µs");
        Bench.say("  without ÷ with, by that time", (double) withoutNanos / withNanos, "(target: at least 0.95)");
        Bench.say("sent to browsers", bytes / 1e6, "MB");
        Bench.say("entries that desks have been sent", followed.get(), "");
        Bench.say("heap after it all", heap / 1e6, "MB");
    }

    private static void report(Wire wire, int number) {
        long nowMs = System.currentTimeMillis();
        wire.submit(wire.sign(
                "watch",
                Notice.newBuilder()
                        .setPrecedence(Precedence.PRECEDENCE_FLASH)
                        .setViolationReport(ViolationReport.newBuilder()
                                .setCategory(Category.CATEGORY_ARTILLERY)
                                .setPlace(Place.newBuilder()
                                        .setLatitudeE7(481234567)
                                        .setLongitudeE7(377654321)
                                        .setName("sector " + number))
                                .setObservedFromMs(nowMs - 60_000)
                                .setObservedToMs(nowMs - 1_000)
                                .setSummary("Shelling, seen from the ridge."))));
    }

    /** Plain sockets that listen as browsers do. One thread reads from all of them. */
    private static final class Browsers implements AutoCloseable {
        private final Selector selector = Selector.open();
        private final AtomicLong bytes = new AtomicLong();

        Browsers(InetSocketAddress board, String token, int number) throws IOException {
            byte[] request = ("GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookie(board, token) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < number; i++) {
                SocketChannel socket = SocketChannel.open(board);
                socket.write(ByteBuffer.wrap(request));
                socket.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
            Thread reader = new Thread(this::read, "bench-browsers");
            reader.setDaemon(true);
            reader.start();
        }

        private static String cookie(InetSocketAddress board, String token) throws IOException {
            try (Socket socket = new Socket(board.getAddress(), board.getPort())) {
                socket.getOutputStream()
                        .write(("GET /?token=" + token + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String head = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                int at = head.toLowerCase(Locale.ROOT).indexOf("set-cookie: ") + "set-cookie: ".length();
                return head.substring(at, head.indexOf(';', at));
            }
        }

        private void read() {
            ByteBuffer some = ByteBuffer.allocateDirect(1 << 18);
            try {
                while (selector.isOpen()) {
                    selector.select(key -> {
                        try {
                            bytes.addAndGet(Math.max(0, ((SocketChannel) key.channel()).read(some.clear())));
                        } catch (IOException e) {
                            key.cancel();
                        }
                    });
                }
            } catch (IOException | ClosedSelectorException e) {
                // The turn is over.
                return;
            }
        }

        long bytes() {
            return bytes.get();
        }

        @Override
        public void close() throws IOException {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }
}
