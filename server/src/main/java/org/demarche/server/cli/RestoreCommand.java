package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.demarche.server.backup.PrivateKeyFile;
import org.demarche.server.backup.SealedFile;
import org.demarche.server.backup.Unsealer;
import org.demarche.server.carry.AskedWitnesses;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.FollowerCopy;
import org.demarche.server.carry.HeldHeads;
import org.demarche.server.carry.Restore;
import org.demarche.server.carry.SeenHeads;
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

    @Option(
            names = "--passphrase",
            paramLabel = "FILE",
            description = "File with the passphrase of the backup; with --key, that of the key, if it is encrypted.")
    private @Nullable Path passphrase;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The private key of a certificate that the backup is sealed to: PKCS #8 as PEM, which only its owner may read.")
    private @Nullable Path key;

    @Option(
            names = {"--seen", "--not-behind"},
            paramLabel = "FILE|FOLDER",
            description =
                    "A head that others have seen, which the restored log must not be behind or at odds with: a signed head, such as a witness's newest checkpoint or a desk's log/head, an evidence bundle, a misbehaviour file, a folder of these, or a desk's state folder or copy of the log; may be given several times.")
    private List<Path> seen = new ArrayList<>();

    @Option(
            names = "--ask-witnesses",
            description =
                    "Ask the witnesses that others run, as hub.toml names them, which head they have cosigned last: the restored log must not be behind or at odds with it either.")
    private boolean askWitnesses;

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
            names = "--evidence",
            paramLabel = "FILE|FOLDER",
            description =
                    "An evidence bundle or a misbehaviour file, or a folder of them, such as a desk's archive: as --seen, and from a desk's copy what witnesses and time authorities said of the heads in bundles is taken in, if it is true; may be given several times.")
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
        if ((folder == null) == (backup == null)
                || backup == null && (passphrase != null || key != null || nobody || filesOnly)) {
            throw wrongly();
        }
        if (backup != null) {
            SealedFile.requireWhole(backup);
            fromBackup(BackupCopy.open(backup, unsealer()));
            return 0;
        }
        HubConfig config = directory.config();
        List<LogPublicKey> keys =
                HubFiles.logKeys(config).stream().map(LogSigningKey::publicKey).toList();
        FollowerCopy copy = FollowerCopy.open(Objects.requireNonNull(folder));
        Locked.alone(directory.path(), () -> restore(config, keys, copy));
        return 0;
    }

    private static HubException wrongly() {
        return new HubException(
                HubException.USAGE,
                "give either --from-follower FOLDER, or --from-backup FILE with --passphrase FILE or --key FILE",
                null);
    }

    private Unsealer unsealer() throws HubException {
        if (key != null) {
            return Unsealer.of(PrivateKeyFile.read(key, Optional.ofNullable(passphrase)));
        }
        if (passphrase == null) {
            throw wrongly();
        }
        return Unsealer.of(Passphrase.read(passphrase));
    }

    private void fromBackup(BackupCopy copy) throws HubException {
        FromBackup restore = new FromBackup(spec.commandLine(), output, directory.path(), copy);
        restore.files();
        if (!filesOnly) {
            HubConfig config = directory.config();
            Locked.alone(directory.path(), () -> restore.log(config, seen -> show(config, seen), nobody, entriesLost));
        }
    }

    /** Shows the log what is known of heads that others have seen. */
    private void show(HubConfig config, SeenHeads others) throws HubException {
        List<Path> shown = new ArrayList<>(seen);
        if (!entriesLost) {
            new LastHead(directory.path()).file().ifPresent(shown::add);
        }
        if (backup != null) {
            shown.addAll(evidence);
        }
        for (Path path : shown) {
            others.add(path, this::say);
        }
        if (askWitnesses) {
            new AskedWitnesses(config.witnesses().foreign(), this::say).addTo(others);
        }
    }

    private void say(String sentence) {
        Messages.say(spec.commandLine(), sentence);
    }

    private void restore(HubConfig config, List<LogPublicKey> keys, FollowerCopy copy) throws HubException {
        LastHead lastHead = new LastHead(directory.path());
        SeenHeads others = SeenHeads.of(copy, keys);
        show(config, others);
        HeldHeads held = new HeldHeads(this::say).of(copy);
        for (Path path : evidence) {
            held.evidence(path);
        }
        Restore restore = Restore.of(copy, others, held);
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
                    Verifiers.fastest(this::say),
                    new Progress(spec.commandLine(), copy.size(), System::nanoTime, "restored", "compared"));
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
                "a desk that has seen a greater head than this will refuse the hub: compare with the heads of other desks by --seen before you start it, and restore from the copy that goes farthest");
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
