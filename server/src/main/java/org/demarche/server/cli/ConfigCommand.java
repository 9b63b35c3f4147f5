package org.demarche.server.cli;

import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub config}. */
@Command(
        name = "config",
        description = "Look at the configuration.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand {
    private ConfigCommand() {}

    /** {@code hub config check}. */
    @Command(
            name = "check",
            description = "Read hub.toml and the environment, and say everything that is wrong with them.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Directory directory = new Directory();

        @Override
        public Integer call() throws HubException {
            directory.config();
            spec.commandLine().getOut().println("ok");
            return 0;
        }
    }
}
