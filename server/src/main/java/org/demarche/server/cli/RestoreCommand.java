package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.LastHead;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.FollowerCopy;
import org.demarche.server.carry.Restore;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.time.Dtg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub restore}. */
@Command(
        name = "restore",
        description = {
            "Rebuild the log of a hub whose store is lost from the verified copy that a party's desk keeps.",
            "The hub's keystores must be there; the store must be empty, or left by a restore that was cut off.",
            "What witnesses said of earlier heads is not in such a copy, and is lost to the hub: keep the evidence that rests on it."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--from-follower",
            paramLabel = "FOLDER",
            required = true,
            description = "The state folder of a desk, or a copy of it: of the desk that has come farthest.")
    private Path folder = Path.of("");

    @Option(
            names = "--not-behind",
            paramLabel = "NOTE-FILE",
            description =
                    "A signed head, such as the file log/head of another desk, that the restored log must not be behind or at odds with; may be given several times.")
    private List<Path> notBehind = new ArrayList<>();

    @Option(
            names = "--entries-lost",
            description = {
                "No copy goes as far as the head that this hub has shown last: restore what there is, and set last.head aside.",
                "Whoever has seen more will refuse the hub."
            })
    private boolean entriesLost;

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        List<LogPublicKey> keys =
                HubFiles.logKeys(config).stream().map(LogSigningKey::publicKey).toList();
        Locked.alone(directory.path(), () -> restore(config, keys));
        return 0;
    }

    private void restore(HubConfig config, List<LogPublicKey> keys) throws HubException {
        FollowerCopy copy = FollowerCopy.open(folder);
        List<Path> shown = new ArrayList<>(notBehind);
        LastHead lastHead = new LastHead(directory.path());
        if (!entriesLost) {
            lastHead.file().ifPresent(shown::add);
        }
        Restore restore = Restore.of(copy, keys, shown);
        LogPublicFile logPublic = new LogPublicFile(directory.path());
        logPublic.write(restore.first().log().origin(), restore.firstPair());
        UnfinishedStore mark = new UnfinishedStore(directory.path(), config.store());
        try (LogStore store = HubStore.create(config.store())) {
            if (store.size() > 0 && !mark.isMarked()) {
                throw new HubException(
                        HubException.USAGE,
                        "the log in " + config.store() + " has begun already, with " + store.size()
                                + " entries: a log is restored into an empty store alone; if this one is damaged, move it away first",
                        null);
            }
            Carriage carriage = new Carriage(
                    store,
                    mark,
                    Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)),
                    new Progress(spec.commandLine(), copy.size(), System::nanoTime));
            if (entriesLost) {
                // Now, and not when all is written: a restore that is cut off leaves its mark, one that is done leaves
                // nothing to be run again.
                lastHead.setAside();
            }
            tell(restore, restore.into(carriage), logPublic);
        }
    }

    private void tell(Restore restore, Carriage.Carried carried, LogPublicFile logPublic) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("charter", restore.first().hash().fingerprint());
        data.put("origin", restore.first().log().origin());
        data.put("log_keys", logPublic.toString());
        data.put("entries", carried.head().size());
        data.put("held_before", carried.held());
        data.put("root", carried.head().root().hex());
        data.put("newest_entry", Dtg.of(carried.newestMs()));
        output.print(spec.commandLine().getOut(), data);
        Messages.hint(
                spec.commandLine(),
                "entries after " + Dtg.of(carried.newestMs())
                        + " that only the lost hub had are gone; desks send again what they have no receipt for");
        Messages.hint(
                spec.commandLine(),
                "a desk that has seen a greater head than this will refuse the hub: compare with the heads of other desks by --not-behind before you start it, and restore from the copy that goes farthest");
    }
}
