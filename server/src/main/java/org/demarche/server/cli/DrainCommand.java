package org.demarche.server.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub drain}. */
@Command(
        name = "drain",
        description = {
            "Tell the hub that runs on this directory to end, as SIGTERM does, and wait until it has.",
            "It says so to whoever asks for its health, goes on for operations.drain_s, then takes nothing new, logs and answers what it has, and ends."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it has ended",
            "2:wrong usage",
            "6:no hub runs",
            "7:it has not ended in time",
            "70:a defect of the hub's own"
        })
final class DrainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long to wait (default: ${DEFAULT-VALUE}).")
    private int timeoutS = 120;

    @Override
    public Integer call() throws HubException, InterruptedException {
        Optional<ProcessHandle> hub = HubFiles.process(directory.path());
        if (hub.isEmpty()) {
            Messages.error(spec.commandLine(), "no hub runs on " + directory.path());
            return HubException.NOT_RUNNING;
        }
        if (hub.get().pid() == ProcessHandle.current().pid() || !hub.get().destroy()) {
            throw new HubException(
                    "process " + hub.get().pid() + " cannot be told to end: do it as the user it runs as");
        }
        try {
            hub.get().onExit().get(timeoutS, TimeUnit.SECONDS);
            return 0;
        } catch (TimeoutException e) {
            Messages.error(
                    spec.commandLine(),
                    "process " + hub.get().pid() + " has not ended within " + timeoutS + " s; see its output");
            return HubException.CONDITION_NOT_MET;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a process ends", e);
        }
    }
}
