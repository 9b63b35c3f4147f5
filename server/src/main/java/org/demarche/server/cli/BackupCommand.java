package org.demarche.server.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.audit.Act;
import org.demarche.server.backup.Backup;
import org.demarche.server.backup.Extents;
import org.demarche.server.backup.LastBackup;
import org.demarche.server.backup.Passphrase;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub backup}. */
@Command(
        name = "backup",
        description = {
            "Keep the log, what witnesses and time authorities said of it, and the hub's settings and keys in one encrypted file; also while the hub runs.",
            "The file gets its name only after it has been read back, decrypted and restored in a folder beside, with the same head. Not in it: the passphrase of the log's keystores, and that of the backup. Keep both elsewhere, on paper too.",
            "It is CMS: \"openssl cms -decrypt -inform DER -in FILE -pwri_password PASSPHRASE -out FILE.zip\" opens it without this program."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "The backup, on another medium than the hub's; it must not be there yet.")
    private Path to = Path.of("");

    @Option(
            names = "--passphrase",
            paramLabel = "FILE",
            required = true,
            description = "File with the passphrase, which only its owner may read.")
    private Path passphrase = Path.of("");

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        char[] secret = Passphrase.read(passphrase);
        new UnfinishedStore(directory.path(), config.store()).requireFinished();
        try (LogStore store = HubStore.openToRead(config.store())) {
            Backup.Extent extent = Extents.of(store, config.store(), directory.path());
            LastBackup last = new Backup(
                            config,
                            directory.path(),
                            secret,
                            new SecureRandom(),
                            Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)))
                    .take(
                            extent,
                            to,
                            Instant.ofEpochMilli(HubClock.system().wallMs()),
                            new Progress(spec.commandLine(), extent.size(), System::nanoTime),
                            new Progress(spec.commandLine(), extent.size(), System::nanoTime));
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("backup", last.file());
            data.put("bytes", last.bytes());
            data.put("entries", last.head().size());
            data.put("root", last.head().root().hex());
            data.put("verified", "yes");
            directory.note(
                    Act.BACKUP,
                    Map.of(
                            "file",
                            last.file(),
                            "entries",
                            Long.toString(last.head().size()),
                            "root",
                            last.head().root().hex()));
            output.print(spec.commandLine().getOut(), data);
        }
        return 0;
    }
}
