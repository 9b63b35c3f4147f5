package org.demarche.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.config.HubConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub board}. */
@Command(
        name = "board",
        description =
                "Print the address at which a browser opens the situation board of the hub that runs here. Where the board is on this machine alone, the address holds its token: keep it to yourself.",
        mixinStandardHelpOptions = true)
final class BoardCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        if (config.board().isEmpty()) {
            throw new HubException(directory.path().resolve(HubConfig.FILE)
                    + " has no [board]: give it one with a port, and start the hub again");
        }
        Path file = directory.path().resolve(HubFiles.BOARD_ADDRESS);
        if (HubFiles.runningAt(directory.path()).isEmpty() || !Files.exists(file)) {
            throw new HubException(
                    "no hub shows its board from " + directory.path() + ": start it with \"demarche hub run\"");
        }
        String address = HubFiles.text(file, "start the hub again").strip();
        int colon = address.lastIndexOf(':');
        String url = url(config, address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        if (needsToken(config)) {
            url += "?token=" + HubFiles.boardToken(directory.path()).text();
        }
        if (output.isJson()) {
            output.print(spec.commandLine().getOut(), Map.of("url", url));
        } else {
            spec.commandLine().getOut().println(url);
        }
        return 0;
    }

    /** Where the board is. */
    static String url(HubConfig config, String host, int port) {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return (needsToken(config) ? "http://" : "https://") + name + ":" + port + "/";
    }

    /** Whether whoever opens the board needs the token. */
    static boolean needsToken(HubConfig config) {
        return config.board().filter(board -> !board.secured()).isPresent();
    }
}
