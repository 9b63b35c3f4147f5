package org.demarche.server.cli;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.server.HubException;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code hub run}. A JVM that SIGTERM or SIGINT ends says so by its exit code, 143 or 130, however well it has drained: its hooks can't choose another, and
 * {@link Runtime#halt} would leave the native libraries that were unpacked for it behind. A systemd unit says {@code SuccessExitStatus=143}.
 */
@Command(
        name = "run",
        description =
                "Run the hub in the foreground, until SIGTERM, which lets it finish what it has taken in. SIGHUP has it take a new TLS certificate and key.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger("org.demarche.hub");
    private static final int DRAIN_AT_MOST_S = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        Consumer<String> say = sentence -> Messages.say(spec.commandLine(), sentence);
        LogOutput.use(config.logging());
        if (config.logging().json()) {
            say = LOG::info;
        }
        return run(config, say);
    }

    private int run(HubConfig config, Consumer<String> say) throws HubException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        List<Throwable> defects = new CopyOnWriteArrayList<>();
        // Until there is something to do, it ends nothing.
        Hangup.does(() -> {});
        HubProcess hub =
                HubProcess.start(config, directory.path(), HubClock.system(), new SecureRandom(), say, defect -> {
                    defects.add(defect);
                    stop.countDown();
                });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            await(stopped, DRAIN_AT_MOST_S + config.operations().drainS());
        }));
        Hangup.does(hub::reload);
        InetSocketAddress address = hub.address();
        say.accept("hub ready on " + address.getHostString() + ":" + address.getPort() + ", pin "
                + hub.pin().fingerprint());
        hub.filesAddress()
                .ifPresent(files -> say.accept(
                        "the log is served as files on https://" + files.getHostString() + ":" + files.getPort()));
        hub.boardAddress()
                .ifPresent(board -> say.accept(
                        "the situation board is at " + BoardCommand.url(config, board.getHostString(), board.getPort())
                                + (BoardCommand.needsToken(config)
                                        ? "; \"demarche hub board\" prints the address that opens it"
                                        : "")));
        try {
            stop.await();
        } catch (InterruptedException e) {
            // As good a reason to end as a signal; the flag itself would cut the draining short.
            say.accept("hub interrupted");
        }
        drain(hub, defects.isEmpty() ? config.operations().drainS() : 0, say);
        hub.close();
        say.accept("hub stopped: " + whatBecame(defects, hub.hasAnswered()));
        stopped.countDown();
        return defects.isEmpty() ? 0 : code(defects.get(0));
    }

    /** Goes on for a while, so that clients and monitors see that the hub is about to go, and go first. */
    private static void drain(HubProcess hub, int forS, Consumer<String> say) {
        hub.drain();
        if (forS == 0) {
            return;
        }
        say.accept("hub is about to end: it says so for " + forS + " s");
        try {
            TimeUnit.SECONDS.sleep(forS);
        } catch (InterruptedException e) {
            // Then it goes at once; the flag itself would cut the draining short.
            say.accept("hub interrupted");
        }
    }

    /** A store that is not what it was is the operator's to mend. One that lacks what this hub has signed for must not be met by the same hub with its memory lost. */
    static int code(Throwable defect) {
        if (defect instanceof StoreException store) {
            return store.kind() == Kind.DAMAGED ? HubException.CONDITION_NOT_MET : HubException.SETUP;
        }
        return Hub.DEFECT;
    }

    private static String whatBecame(List<Throwable> defects, boolean answered) {
        if (!defects.isEmpty()) {
            return defects.get(0) instanceof StoreException store
                    ? String.valueOf(store.getMessage())
                    : "it has met a defect of its own; run demarche hub fsck, and see the log output for what it was";
        }
        return answered
                ? "what it had taken in is logged and answered"
                : "what it had taken in is logged or refused, but not every call ended in time; whoever has no answer asks again";
    }

    private static void await(CountDownLatch latch, int atMostS) {
        try {
            if (!latch.await(atMostS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Hub.DEFECT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
