package org.demarche.server.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.demarche.server.HubException;
import org.demarche.server.store.StoreException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code hub} command: runs and looks after a hub. */
@Command(
        name = "demarche hub",
        description = "Run and look after the hub.",
        mixinStandardHelpOptions = true,
        versionProvider = HubVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeygenCommand.class,
            InitCommand.class,
            RunCommand.class,
            ConfigCommand.class,
            StatusCommand.class,
            DrainCommand.class,
            ReloadCommand.class,
            AuditCommand.class,
            BoardCommand.class,
            WitnessesCommand.class,
            LogKeysCommand.class,
            FsckCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            SupportBundleCommand.class,
            MigrateCommand.class,
            UpgradeCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:wrong usage; a folder that is not empty, a log that has begun",
            "4:TLS",
            "5:charter, key, port or configuration",
            "6:status, drain, reload: no hub runs",
            "7:condition not met; status: the hub is not ready, or degraded; run, fsck: the store lacks what the hub has signed for; backup: it is there and good, and lacks entries that no head covers; restore: the copy is behind a head that the log has shown, or was shown none",
            "10, 12, 13, 14, 21, 22:fsck, backup, restore or migrate found damage, of the kind that a verdict of this number names",
            "70:a defect of the hub's own",
            "143:ended by SIGTERM, after all that had come in was logged and answered"
        })
public final class Hub {
    /** The database's driver prints, by the JDK's own logging, what it throws as well; the hub says it in a sentence. */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    /** Exit code for wrong usage. */
    static final int USAGE = 2;

    /** Exit code for a defect of the hub's own. */
    static final int DEFECT = 70;

    private Hub() {}

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        System.exit(main(args, System.in, System.out, System.err));
    }

    /** Runs the command and returns its exit code. */
    public static int main(String[] args, InputStream in, PrintStream out, PrintStream err) {
        return run(args, out, err, commandLine());
    }

    /** The same, with the command and its subcommands as they were made. */
    static int run(String[] args, PrintStream out, PrintStream err, CommandLine line) {
        DRIVER.setLevel(Level.OFF);
        line.setOut(writer(out));
        line.setErr(writer(err));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            Messages.error(e.getCommandLine(), String.valueOf(e.getMessage()));
            Messages.hint(
                    e.getCommandLine(),
                    "\"" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help\" tells more");
            return USAGE;
        });
        line.setExecutionExceptionHandler((e, command, result) -> Hub.failed(e, command));
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    /** The command with its subcommands and options, for what is written of it (man pages, shell completion). */
    public static CommandLine commandLine() {
        return new CommandLine(new Hub());
    }

    /** The same, with subcommands that come from {@code makes}. */
    static CommandLine commandLine(CommandLine.IFactory makes) {
        return new CommandLine(new Hub(), makes);
    }

    private static int failed(Exception e, CommandLine command) {
        if (e instanceof HubException hub) {
            Messages.error(command, String.valueOf(hub.getMessage()));
            return hub.exitCode();
        }
        if (e instanceof StoreException store) {
            Messages.error(command, String.valueOf(store.getMessage()));
            return HubException.SETUP;
        }
        Messages.error(command, "the hub has met a defect of its own: " + e);
        Messages.hint(command, "please report it, with what you did before");
        return DEFECT;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
