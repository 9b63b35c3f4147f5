package org.demarche.server.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.key.TlsIdentity;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub reload}. */
@Command(
        name = "reload",
        description = {
            "Have the hub that runs on this directory take the TLS certificate and key that are in their files now, as SIGHUP does.",
            "Connections that stand go on. Files that do not belong together are refused, and nothing changes. A running hub takes new files by itself within seconds; other settings take a restart."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the hub was told",
            "2:wrong usage",
            "4, 5:the files cannot be used",
            "6:no hub runs",
            "70:a defect of the hub's own"
        })
final class ReloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Override
    public Integer call() throws HubException, InterruptedException {
        TlsIdentity next = HubFiles.tlsIdentity(directory.config());
        Optional<ProcessHandle> hub = HubFiles.process(directory.path());
        if (hub.isEmpty()) {
            Messages.error(spec.commandLine(), "no hub runs on " + directory.path());
            return HubException.NOT_RUNNING;
        }
        String pid = Long.toString(hub.get().pid());
        try {
            Process kill = new ProcessBuilder("kill", "-HUP", pid).inheritIO().start();
            if (kill.waitFor() != 0) {
                throw new HubException("process " + pid + " cannot be signalled: do it as the user it runs as");
            }
        } catch (IOException e) {
            throw new HubException(
                    HubException.SETUP, "there is no command kill here: the hub takes new files by itself", e);
        }
        spec.commandLine().getOut().println(next.pin().fingerprint());
        return 0;
    }
}
