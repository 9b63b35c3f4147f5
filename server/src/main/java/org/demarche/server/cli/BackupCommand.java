package org.demarche.server.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.UnfinishedStore;
import org.demarche.server.audit.Act;
import org.demarche.server.backup.Addressees;
import org.demarche.server.backup.Backup;
import org.demarche.server.backup.Extents;
import org.demarche.server.backup.LastBackup;
import org.demarche.server.backup.Passphrase;
import org.demarche.server.backup.RecipientCertificate;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.jspecify.annotations.Nullable;
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
            "Whoever has its passphrase can open it, and whoever has the private key of a certificate that it is sealed to: by certificates alone, the hub holds nothing that opens its backups.",
            "It is CMS: \"openssl cms -decrypt -inform DER -in FILE -pwri_password PASSPHRASE -out FILE.zip\", or \"-inkey KEY\" in place of the passphrase, opens it without this program."
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
            description = "File with the passphrase, which only its owner may read.")
    private @Nullable Path passphrase;

    @Option(
            names = "--recipient",
            paramLabel = "FILE",
            description =
                    "A certificate that the backup is sealed to, besides those that hub.toml names in backup.recipients; may be given several times.")
    private List<Path> recipients = new ArrayList<>();

    private final int rounds;
    private final Extents extents;

    BackupCommand() {
        this(Addressees.ROUNDS, new Extents());
    }

    /**
     * The same with another cost and patience.
     *
     * @param rounds of the derivation of a key from the passphrase
     */
    BackupCommand(int rounds, Extents extents) {
        this.rounds = rounds;
        this.extents = extents;
    }

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        Addressees addressees = addressees(config);
        new UnfinishedStore(directory.path(), config.store()).requireFinished();
        try (LogStore store = HubStore.openToRead(config.store())) {
            Backup.Extent extent = extents.of(store, config.store(), directory.path());
            LastBackup last = new Backup(
                            config,
                            directory.path(),
                            addressees,
                            new SecureRandom(),
                            Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)))
                    .take(
                            extent,
                            to,
                            now(),
                            new Progress(spec.commandLine(), extent.size(), System::nanoTime, "written"),
                            new Progress(
                                    spec.commandLine(), extent.size(), System::nanoTime, "read again", "compared"));
            tell(last, extent.left());
            if (passphrase == null) {
                Messages.hint(
                        spec.commandLine(),
                        "it was read again with the key that sealed it: whether the private keys of its certificates are at hand and open it, only a drill shows, demarche hub restore --from-backup "
                                + last.file() + " --key FILE in another folder");
            }
            if (extent.whatIsLeft().isPresent()) {
                Messages.error(spec.commandLine(), extent.whatIsLeft().get());
                return HubException.CONDITION_NOT_MET;
            }
            return 0;
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(HubClock.system().wallMs());
    }

    private Addressees addressees(HubConfig config) throws HubException {
        List<Path> files = new ArrayList<>(config.backupRecipients());
        files.addAll(recipients);
        if (passphrase == null && files.isEmpty()) {
            throw new HubException(
                    HubException.USAGE,
                    "nobody could open the backup: give --passphrase FILE, or --recipient CERTIFICATE, or name certificates in hub.toml, backup.recipients",
                    null);
        }
        if (files.size() > Addressees.MOST_CERTIFICATES) {
            throw new HubException(
                    HubException.USAGE,
                    "a backup is to be sealed to " + files.size() + " certificates (expected: at most "
                            + Addressees.MOST_CERTIFICATES + ")",
                    null);
        }
        List<RecipientCertificate> certificates = new ArrayList<>();
        for (Path file : files) {
            RecipientCertificate certificate = RecipientCertificate.read(file);
            certificate.whyOutOfDate(now()).ifPresent(why -> Messages.say(spec.commandLine(), "warning: " + why));
            certificates.add(certificate);
        }
        Optional<char[]> secret = passphrase == null ? Optional.empty() : Optional.of(Passphrase.read(passphrase));
        return new Addressees(secret, certificates, rounds);
    }

    private void tell(LastBackup last, long left) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("backup", last.file());
        data.put("bytes", last.bytes());
        data.put("entries", last.head().size());
        if (left > 0) {
            data.put("entries_left_out", left);
        }
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
}
