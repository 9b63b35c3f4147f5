package org.demarche.server.cli;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.demarche.server.HubException;
import org.demarche.server.HubProcess;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
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
        description = "Run the hub in the foreground, until SIGTERM, which lets it finish what it has taken in.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final int DRAIN_AT_MOST_S = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Override
    public Integer call() throws HubException {
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        List<Throwable> defects = new CopyOnWriteArrayList<>();
        HubConfig config = directory.config();
        HubProcess hub = HubProcess.start(
                config,
                directory.path(),
                HubClock.system(),
                new SecureRandom(),
                sentence -> Messages.say(spec.commandLine(), sentence),
                defect -> {
                    defects.add(defect);
                    stop.countDown();
                });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            await(stopped);
        }));
        InetSocketAddress address = hub.address();
        Messages.say(
                spec.commandLine(),
                "hub ready on " + address.getHostString() + ":" + address.getPort() + ", pin "
                        + hub.pin().fingerprint());
        hub.filesAddress()
                .ifPresent(files -> Messages.say(
                        spec.commandLine(),
                        "the log is served as files on https://" + files.getHostString() + ":" + files.getPort()));
        hub.boardAddress()
                .ifPresent(board -> Messages.say(
                        spec.commandLine(),
                        "the situation board is at " + BoardCommand.url(config, board.getHostString(), board.getPort())
                                + (BoardCommand.needsToken(config)
                                        ? "; \"demarche hub board\" prints the address that opens it"
                                        : "")));
        try {
            stop.await();
        } catch (InterruptedException e) {
            // As good a reason to end as a signal; the flag itself would cut the draining short.
            Messages.say(spec.commandLine(), "hub interrupted");
        }
        hub.close();
        Messages.say(spec.commandLine(), "hub stopped: " + whatBecame(defects, hub.hasAnswered()));
        stopped.countDown();
        return defects.isEmpty() ? 0 : code(defects.get(0));
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

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(DRAIN_AT_MOST_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Hub.DEFECT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
