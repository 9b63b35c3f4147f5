package org.demarche.server;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.server.backup.BackupWatch;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.console.BoardServer;
import org.demarche.server.door.Mishaps;
import org.demarche.server.operations.OperationsServer;
import org.demarche.server.rpc.GrpcServer;
import org.demarche.server.rpc.Services;
import org.demarche.server.tls.HubTls;
import org.demarche.server.tls.LiveTls;
import org.demarche.server.tls.PinTrust;
import org.demarche.server.tls.TlsException;
import org.demarche.server.web.FileServer;

/**
 * Where a hub listens: for calls, and, if it is set up so, for readers of the log's files and for browsers that show the board. The same clients are let in by the first
 * two, each with limits of its own.
 */
final class Listeners {
    private final GrpcServer calls;
    private final Optional<FileServer> files;
    private final Optional<BoardServer> board;

    private Listeners(GrpcServer calls, Optional<FileServer> files, Optional<BoardServer> board) {
        this.calls = calls;
        this.files = files;
        this.board = board;
    }

    /**
     * Listens.
     *
     * @param backups watches how old the last backup is
     * @param random names reports
     * @param announce is told, in a sentence, when TLS is not what it should be
     * @throws HubException if TLS cannot be offered, or an address not be listened on; then nothing is left open
     */
    static Listeners open(
            HubConfig config,
            Path directory,
            LiveTls live,
            HubCore core,
            BackupWatch backups,
            HubClock clock,
            SecureRandom random,
            Consumer<String> announce)
            throws HubException {
        PinTrust trust = PinTrust.inClients(
                pin -> core.published().governance().partyOfPin(pin).isPresent());
        Predicate<Sha256> isOwn = pin -> pin.equals(live.identity().pin());
        PinTrust trustForCalls = PinTrust.inClients(pin ->
                isOwn.test(pin) || core.published().governance().partyOfPin(pin).isPresent());
        Supplier<String> reportIds = () -> reportId(random);
        GrpcServer calls =
                calls(config, tls(config, live, trustForCalls, HubTls.HTTP_2, announce), core, isOwn, reportIds);
        Optional<FileServer> files = Optional.empty();
        Optional<BoardServer> board = Optional.empty();
        try {
            if (config.files().isPresent()) {
                // What there is to say about TLS has been said.
                SslContext tls = tls(config, live, trust, HubTls.HTTP_1_1, said -> {});
                files = Optional.of(files(config, config.files().get(), tls, core, clock, reportIds));
            }
            if (config.board().isPresent()) {
                board = Optional.of(board(
                        config, config.board().get(), directory, live, core, backups, random, new Mishaps(reportIds)));
            }
            return new Listeners(calls, files, board);
        } catch (HubException | RuntimeException e) {
            calls.shutdown();
            calls.release();
            files.ifPresent(FileServer::shutdown);
            throw e;
        }
    }

    private static BoardServer board(
            HubConfig config,
            HubConfig.Board board,
            Path directory,
            LiveTls live,
            HubCore core,
            BackupWatch backups,
            SecureRandom random,
            Mishaps mishaps)
            throws HubException {
        BoardServer.Sight sight = core.sight(backups).orElseThrow();
        try {
            if (!board.secured()) {
                return BoardServer.onThisMachine(board, HubFiles.makeBoardToken(directory, random), sight, mishaps);
            }
            Map<Sha256, String> viewers = new HashMap<>();
            board.viewers().forEach(viewer -> viewers.put(viewer.pin(), viewer.name()));
            Function<Sha256, Optional<String>> nameOfPin = pin -> Optional.ofNullable(viewers.get(pin))
                    .or(() -> board.members() ? core.published().governance().partyOfPin(pin) : Optional.empty());
            PinTrust trust = PinTrust.inClients(pin -> nameOfPin.apply(pin).isPresent());
            SslContext tls = tls(config, live, trust, HubTls.HTTP_1_1, said -> {});
            return BoardServer.secured(board, tls, config.limits().handshakeMs(), nameOfPin, sight, mishaps);
        } catch (IOException e) {
            throw taken("for the board", board.listen(), "board", e);
        }
    }

    private static SslContext tls(
            HubConfig config, LiveTls live, PinTrust trust, String application, Consumer<String> announce)
            throws HubException {
        try {
            return live.context(identity -> HubTls.context(
                    identity,
                    trust,
                    application,
                    config.tls().postQuantumOnly(),
                    config.tls().jdkFallback(),
                    announce));
        } catch (TlsException e) {
            throw new HubException(HubException.TLS, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Listens for those who watch the hub.
     *
     * @throws HubException if TLS cannot be offered, or the address not be listened on
     */
    static OperationsServer operations(
            HubConfig config, LiveTls live, OperationsServer.Sight sight, SecureRandom random) throws HubException {
        HubConfig.Operations operations = config.operations();
        Set<Sha256> monitors =
                operations.monitors().stream().map(HubConfig.Viewer::pin).collect(Collectors.toSet());
        try {
            Optional<SslContext> tls = operations.secured()
                    ? Optional.of(tls(
                            config,
                            live,
                            PinTrust.inClients(pin -> monitors.contains(pin)
                                    || pin.equals(live.identity().pin())),
                            HubTls.HTTP_1_1,
                            said -> {}))
                    : Optional.empty();
            return OperationsServer.start(operations, tls, sight, new Mishaps(() -> reportId(random)));
        } catch (IOException e) {
            throw taken("for those who watch the hub", operations.listen(), "operations", e);
        }
    }

    private static GrpcServer calls(
            HubConfig config, SslContext tls, HubCore core, Predicate<Sha256> isOwn, Supplier<String> reportIds)
            throws HubException {
        try {
            return GrpcServer.start(config, tls, core.services(), isOwn, reportIds);
        } catch (IOException e) {
            throw taken("for calls", new HubConfig.Listen(config.host(), config.port()), "listen", e);
        }
    }

    private static FileServer files(
            HubConfig config,
            HubConfig.Listen listen,
            SslContext tls,
            HubCore core,
            HubClock clock,
            Supplier<String> reportIds)
            throws HubException {
        try {
            return FileServer.start(
                    listen, config.limits(), tls, core.readers(), new Mishaps(reportIds), clock::wallMs);
        } catch (IOException e) {
            throw taken("for readers of the log's files", listen, "tiles", e);
        }
    }

    private static HubException taken(String whom, HubConfig.Listen at, String table, IOException e) {
        return new HubException(
                HubException.SETUP,
                at.host() + ":" + at.port() + " cannot be listened on " + whom + " (" + rootMessage(e)
                        + "): see that the address is one of this machine and no other process has the port, or set others in "
                        + HubConfig.FILE + ", [" + table + "]",
                e);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof UnresolvedAddressException
                ? "the name leads to no address"
                : String.valueOf(root.getMessage());
    }

    private static String reportId(SecureRandom random) {
        byte[] id = new byte[6];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    /** The address for calls. */
    InetSocketAddress address() {
        return calls.address();
    }

    /** The address for readers of files. */
    Optional<InetSocketAddress> filesAddress() {
        return files.map(FileServer::address);
    }

    /** The address of the board. */
    Optional<InetSocketAddress> boardAddress() {
        return board.map(BoardServer::address);
    }

    /** What the health service says. */
    void serving(Services now) {
        calls.serving(now);
    }

    /** Says from now on that nothing is served any more; still answers. */
    void leaving() {
        calls.leaving();
    }

    /** Whether each thread that calls wait for does something within {@code withinMs}. */
    boolean breathes(long withinMs) {
        return calls.breathes(withinMs);
    }

    /** Takes no more calls, and no more readers. */
    void shutdown() {
        calls.shutdown();
        files.ifPresent(FileServer::shutdown);
        board.ifPresent(BoardServer::shutdown);
    }

    /**
     * Gives what still runs {@code graceMs} to end, then cuts it off.
     *
     * @return whether all calls ended by themselves
     */
    boolean end(long graceMs) throws InterruptedException {
        boolean ended = calls.end(graceMs);
        if (files.isPresent()) {
            files.get().end(graceMs);
        }
        if (board.isPresent()) {
            board.get().end(graceMs);
        }
        return ended;
    }

    /** Ends its threads, once nobody has anything left to say to calls that were cut off. */
    void release() {
        calls.release();
    }
}
