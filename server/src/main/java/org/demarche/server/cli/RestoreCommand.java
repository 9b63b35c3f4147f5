package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.demarche.charter.Charter;
import org.demarche.key.LogPublicKey;
import org.demarche.key.LogSigningKey;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.LastHead;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.audit.Act;
import org.demarche.server.backup.BackupCopy;
import org.demarche.server.backup.Passphrase;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.FollowerCopy;
import org.demarche.server.carry.HeldHeads;
import org.demarche.server.carry.Restore;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.time.Dtg;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub restore}. */
@Command(
        name = "restore",
        description = {
            "Rebuild the log of a hub whose store is lost from the verified copy that a party's desk keeps, or from a backup.",
            "The hub's keystores must be there; the store must be empty, or left by a restore that was cut off.",
            "A backup brings settings and keys too, and puts those back that are not there; it is as old as it is, so it must be shown the newest heads that others have seen.",
            "Of what witnesses and time authorities said of earlier heads such a copy holds the newest witnessed one alone: give evidence bundles too, as many as there are. What none of them holds is lost to the hub; evidence that was made before stays good."
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
            description = "The state folder of a desk, or a copy of it: of the desk that has come farthest.")
    private @Nullable Path folder;

    @Option(names = "--from-backup", paramLabel = "FILE", description = "A backup that demarche hub backup has made.")
    private @Nullable Path backup;

    @Option(names = "--passphrase", paramLabel = "FILE", description = "File with the passphrase of the backup.")
    private @Nullable Path passphrase;

    @Option(
            names = "--seen",
            paramLabel = "FILE|FOLDER",
            description =
                    "With a backup: a head that others have seen, which the restored log must not be behind or at odds with: a signed head, an evidence bundle, a desk's state folder or copy of the log; may be given several times.")
    private List<Path> seen = new ArrayList<>();

    @Option(
            names = "--nobody-has-seen-more",
            description = "With a backup: you are sure that no desk and no witness has seen a head beyond it.")
    private boolean nobody;

    @Option(
            names = "--files-only",
            description =
                    "With a backup: put settings and keys back, and leave the log, to restore it from a desk's copy.")
    private boolean filesOnly;

    @Option(
            names = "--not-behind",
            paramLabel = "NOTE-FILE",
            description =
                    "A signed head, such as the file log/head of another desk, that the restored log must not be behind or at odds with; may be given several times.")
    private List<Path> notBehind = new ArrayList<>();

    @Option(
            names = "--evidence",
            paramLabel = "FILE|FOLDER",
            description =
                    "An evidence bundle, or a folder of them, such as a desk's archive: what witnesses and time authorities said of the heads in them is taken in, if it is true; may be given several times.")
    private List<Path> evidence = new ArrayList<>();

    @Option(
            names = "--entries-lost",
            description = {
                "No copy goes as far as the head that this hub has shown last: restore what there is, and set last.head aside.",
                "Whoever has seen more will refuse the hub."
            })
    private boolean entriesLost;

    @Override
    public Integer call() throws HubException {
        if ((folder == null) == (backup == null) || (backup == null) != (passphrase == null)) {
            throw new HubException(
                    HubException.USAGE,
                    "give either --from-follower FOLDER, or --from-backup FILE with --passphrase FILE",
                    null);
        }
        if (backup != null && passphrase != null) {
            fromBackup(BackupCopy.open(backup, Passphrase.read(passphrase)));
            return 0;
        }
        HubConfig config = directory.config();
        List<LogPublicKey> keys =
                HubFiles.logKeys(config).stream().map(LogSigningKey::publicKey).toList();
        FollowerCopy copy = FollowerCopy.open(Objects.requireNonNull(folder));
        Locked.alone(directory.path(), () -> restore(config, keys, copy));
        return 0;
    }

    private void fromBackup(BackupCopy copy) throws HubException {
        FromBackup restore = new FromBackup(spec.commandLine(), output, directory.path(), copy);
        restore.files();
        if (!filesOnly) {
            HubConfig config = directory.config();
            Locked.alone(directory.path(), () -> restore.log(config, seen, nobody, entriesLost));
        }
    }

    private void restore(HubConfig config, List<LogPublicKey> keys, FollowerCopy copy) throws HubException {
        List<Path> shown = new ArrayList<>(notBehind);
        LastHead lastHead = new LastHead(directory.path());
        if (!entriesLost) {
            lastHead.file().ifPresent(shown::add);
        }
        HeldHeads held = new HeldHeads(sentence -> Messages.say(spec.commandLine(), sentence)).of(copy);
        for (Path path : evidence) {
            held.evidence(path);
        }
        Restore restore = Restore.of(copy, keys, shown, held);
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
            tell(restore, restore.into(carriage, HubClock.system().wallMs()), logPublic);
        }
    }

    private void tell(Restore restore, Restore.Restored restored, LogPublicFile logPublic) {
        Carriage.Carried carried = restored.carried();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("charter", restore.first().hash().fingerprint());
        data.put("origin", restore.first().log().origin());
        data.put("log_keys", logPublic.toString());
        data.put("entries", carried.head().size());
        data.put("held_before", carried.held());
        data.put("root", carried.head().root().hex());
        data.put("newest_entry", Dtg.of(carried.newestMs()));
        data.put("cosigned_heads", restored.cosigned());
        data.put("witnessed", restored.witnessed());
        data.put("tokens", restored.tokens());
        directory.note(
                Act.RESTORE,
                Map.of(
                        "from",
                        String.valueOf(folder == null ? backup : folder),
                        "entries",
                        Long.toString(carried.head().size()),
                        "root",
                        carried.head().root().hex(),
                        "entries_lost",
                        Boolean.toString(entriesLost)));
        output.print(spec.commandLine().getOut(), data);
        Messages.hint(
                spec.commandLine(),
                "entries after " + Dtg.of(carried.newestMs())
                        + " that only the lost hub had are gone; desks send again what they have no receipt for");
        tellWhatIsMissing(restored);
        Messages.hint(
                spec.commandLine(),
                "a desk that has seen a greater head than this will refuse the hub: compare with the heads of other desks by --not-behind before you start it, and restore from the copy that goes farthest");
    }

    private void tellWhatIsMissing(Restore.Restored restored) {
        Charter charter = restored.carried().charter();
        if (charter.witnessed().isPresent()) {
            Messages.hint(
                    spec.commandLine(),
                    (restored.witnessed() == 0
                                    ? "no witnessed head was found: what witnesses said is lost to the hub"
                                    : "of what witnesses said there is the word on " + restored.cosigned()
                                            + (restored.cosigned() == 1 ? " head" : " heads")
                                            + ", the newest witnessed one of "
                                            + restored.witnessed()
                                            + " entries; the rest is lost to the hub")
                            + "; they cosign again when it runs, and evidence that was made before stays good");
        }
        if (charter.timestamped().isPresent()) {
            Messages.hint(
                    spec.commandLine(),
                    (restored.tokens() == 0
                                    ? "no token of a time authority was found"
                                    : "of the tokens of time authorities there are " + restored.tokens())
                            + ": what else they stamped is lost to the hub, so new evidence of older entries is attested by the time of a later head; --evidence brings tokens from bundles that desks keep");
        }
    }
}
