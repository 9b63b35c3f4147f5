package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.key.LogPublicKey;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.LastHead;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.backup.BackupCopy;
import org.demarche.server.carry.Carriage;
import org.demarche.server.carry.SeenHeads;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.time.Dtg;
import picocli.CommandLine;

/** {@code hub restore --from-backup}: files first, then the log, if nobody has seen more. */
final class FromBackup {
    private final CommandLine command;
    private final Output output;
    private final Path directory;
    private final BackupCopy copy;

    FromBackup(CommandLine command, Output output, Path directory, BackupCopy copy) {
        this.command = command;
        this.output = output;
        this.directory = directory;
        this.copy = copy;
    }

    /** Shows a log what is known of heads that others have seen. */
    @FunctionalInterface
    interface Showing {
        /** Adds them. */
        void to(SeenHeads seen) throws HubException;
    }

    /** Puts back the hub's files that are not there. */
    void files() throws HubException {
        List<String> written = copy.writeFiles(directory);
        if (!written.isEmpty()) {
            Messages.say(command, "put back in " + directory + ": " + String.join(", ", written));
            if (written.stream().anyMatch(BackupCopy::isElsewhere)) {
                Messages.hint(
                        command,
                        "what is in elsewhere/ lay outside the hub's folder, at the path behind it: put it where hub.toml says");
            }
        }
    }

    /**
     * Restores the log.
     *
     * @param show shows it the heads that others have seen
     * @param nobody whether the operator says that nobody has seen more
     * @param entriesLost whether the hub's own last head does not count
     */
    void log(HubConfig config, Showing show, boolean nobody, boolean entriesLost) throws HubException {
        SeenHeads seen = SeenHeads.of(copy, keys());
        show.to(seen);
        if (seen.count() == 0 && !nobody) {
            throw new HubException(
                    HubException.CONDITION_NOT_MET,
                    "no head was shown that others have seen, and a backup is as old as it is ("
                            + Dtg.of(copy.manifest().made().toEpochMilli())
                            + ", " + copy.size()
                            + " entries): give the newest heads of desks and witnesses, --seen FILE|FOLDER"
                            + (config.witnesses().foreign().isEmpty() ? "" : " or --ask-witnesses")
                            + "; if there is really nobody who could have seen more: --nobody-has-seen-more",
                    null);
        }
        if (copy.head().isPresent()) {
            seen.add(copy.name() + "!log/head", copy.head().get());
        }
        seen.requireReached();
        UnfinishedStore mark = new UnfinishedStore(directory, config.store());
        try (LogStore store = HubStore.create(config.store())) {
            if (store.size() > 0 && !mark.isMarked()) {
                throw new HubException(
                        HubException.USAGE,
                        "the log in " + config.store() + " has begun already, with " + store.size()
                                + " entries: a log is restored into an empty store alone; if this one is damaged, move it away first",
                        null);
            }
            if (entriesLost) {
                new LastHead(directory).setAside();
            }
            Carriage carriage = new Carriage(
                    store,
                    mark,
                    Verifiers.fastest(sentence -> Messages.say(command, sentence)),
                    new Progress(command, copy.size(), System::nanoTime, "restored", "compared"));
            tell(carriage.run(copy, copy.manifest().head(), charter -> {}), seen);
        }
    }

    /** The pairs in log.pub, of which each has a line for either key. */
    private List<LogPublicKey> keys() throws HubException {
        List<NoteKey> keys = new ArrayList<>();
        try {
            for (String line : copy.text(HubFiles.LOG_PUBLIC).lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(NoteKey.parse(line.strip()));
                }
            }
        } catch (NoteException e) {
            throw new HubException(
                    BackupCopy.UNREADABLE,
                    copy.name() + ": " + HubFiles.LOG_PUBLIC + " in it: "
                            + e.refusal().sentence(),
                    e);
        }
        List<LogPublicKey> pairs = new ArrayList<>();
        for (NoteKey one : keys) {
            for (NoteKey other : keys) {
                if (one.type() == NoteKeyType.ED25519 && other.type() == NoteKeyType.ML_DSA_44) {
                    pairs.add(LogPublicKey.of(
                            one.publicKey().toByteArray(), other.publicKey().toByteArray()));
                }
            }
        }
        return pairs;
    }

    private void tell(Carriage.Carried carried, SeenHeads seen) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("backup", copy.name());
        data.put("made", Dtg.of(copy.manifest().made().toEpochMilli()));
        data.put("charter", seen.first().hash().fingerprint());
        data.put("origin", seen.first().log().origin());
        data.put("entries", carried.head().size());
        data.put("held_before", carried.held());
        data.put("root", carried.head().root().hex());
        data.put("newest_entry", Dtg.of(carried.newestMs()));
        output.print(command.getOut(), data);
        Messages.hint(
                command,
                "what came after " + Dtg.of(carried.newestMs())
                        + " is not in the backup; desks send again what they have no receipt for");
        Messages.hint(
                command,
                "the passphrase of the log's keystores is not in the backup: put it where hub.toml says; then demarche hub config check, demarche hub fsck, demarche hub run");
    }
}
