package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.audit.Act;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.StoredLog;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.ConfigProblem;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import org.demarche.time.Dtg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub migrate}. */
@Command(
        name = "migrate",
        description = {
            "Copy the log into another store, verified entry by entry, with what witnesses said of its heads, and compare all of it. The store that it comes from is not changed.",
            "Stop every hub of the log first. The other store must be empty, or left by a migration that was cut off."
        },
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--to",
            paramLabel = "URL",
            required = true,
            description =
                    "The other store, as [store] url in hub.toml says it: sqlite:FILE (relative to the hub's directory), or postgresql://USER@HOST/DATABASE.")
    private String url = "";

    @Option(
            names = "--to-password",
            paramLabel = "FILE",
            description = "File with the password for it, if it is a database.")
    private Optional<Path> password = Optional.empty();

    @Option(
            names = "--to-standbys",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many synchronous standbys it must have, if it is a database (default: 1).")
    private int standbys = 1;

    @Override
    public Integer call() throws HubException {
        StoreAddress from = directory.config().store();
        StoreAddress to = target();
        if (mark(to).isAlso(mark(from))) {
            throw new HubException(HubException.USAGE, "--to is the store that the hub has already: " + from, null);
        }
        if (from instanceof StoreAddress.Standby) {
            throw new HubException(
                    HubException.USAGE, "this hub only reads: migrate in the folder of a hub that writes", null);
        }
        Locked.alone(directory.path(), () -> migrate(from, to));
        return 0;
    }

    /** Read as the hub's own configuration is, so that what is good here is good there. */
    private StoreAddress target() throws HubException {
        Map<String, String> settings = new HashMap<>();
        settings.put("DEMARCHE__STORE__URL", url);
        settings.put("DEMARCHE__STORE__STANDBYS", Integer.toString(standbys));
        password.ifPresent(file ->
                settings.put("DEMARCHE__STORE__PASSWORD", file.toAbsolutePath().toString()));
        ConfigParse parse = HubConfig.parse("", settings, directory.path());
        if (parse instanceof ConfigParse.Unsound unsound) {
            throw new HubException(
                    HubException.USAGE,
                    "the store to migrate to: "
                            + unsound.problems().stream()
                                    .map(ConfigProblem::sentence)
                                    .collect(Collectors.joining("; ")),
                    null);
        }
        return ((ConfigParse.Sound) parse).config().store();
    }

    private UnfinishedStore mark(StoreAddress address) {
        return new UnfinishedStore(directory.path(), address);
    }

    private void migrate(StoreAddress from, StoreAddress to) throws HubException {
        mark(from).requireFinished();
        try (LogStore source = openSource(from)) {
            StoredLog log = new StoredLog(source, from.toString());
            if (log.size() == 0) {
                throw new HubException("the log in " + from + " is empty: there is nothing to migrate");
            }
            try (LogStore target = HubStore.create(to)) {
                Carriage carriage = new Carriage(
                        target,
                        mark(to),
                        Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)),
                        new Progress(spec.commandLine(), log.size(), System::nanoTime, "carried", "compared"));
                tell(from, to, carriage.run(log, log.head(), charter -> requireStill(source, log)));
            }
        }
    }

    private static LogStore openSource(StoreAddress from) {
        // A database that is opened to be read may answer from a standby, which can be behind.
        return from instanceof StoreAddress.Database ? HubStore.open(from) : HubStore.openToRead(from);
    }

    private static void requireStill(LogStore source, StoredLog log) throws HubException {
        if (source.size() != log.size()) {
            throw new HubException("the log in " + log.name() + " has grown meanwhile, from " + log.size() + " to "
                    + source.size() + " entries: stop every hub of it, and run this again");
        }
    }

    private void tell(StoreAddress from, StoreAddress to, Carriage.Carried carried) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", from.toString());
        data.put("to", to.toString());
        data.put("entries", carried.head().size());
        directory.note(
                Act.MIGRATE,
                Map.of(
                        "from",
                        from.toString(),
                        "to",
                        to.toString(),
                        "entries",
                        Long.toString(carried.head().size())));
        data.put("held_before", carried.held());
        data.put("root", carried.head().root().hex());
        data.put("newest_entry", Dtg.of(carried.newestMs()));
        output.print(spec.commandLine().getOut(), data);
        Messages.hint(
                spec.commandLine(),
                "now put into [store] of " + HubConfig.FILE + ": url = \"" + url + "\""
                        + password.map(file -> ", password = \"" + file.toAbsolutePath() + "\"")
                                .orElse("")
                        + (to instanceof StoreAddress.Database ? ", standbys = " + standbys : ""));
        Messages.hint(
                spec.commandLine(),
                "no hub may ever run on " + from
                        + " again, or the log would part in two; keep it for a while, and migrate anew if one has run on it since");
    }
}
