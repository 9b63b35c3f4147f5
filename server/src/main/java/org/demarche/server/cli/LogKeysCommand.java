package org.demarche.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.escalation.Ledger;
import org.demarche.key.LogPublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.config.HubConfig;
import org.demarche.server.log.Entries;
import org.demarche.server.log.PairRoles;
import org.demarche.server.log.Replay;
import org.demarche.server.store.LogStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub log-keys}. */
@Command(
        name = "log-keys",
        description =
                "Say of each key pair of the log that this hub holds what it is for, whether it may be removed, and which pairs it lacks. Exit 7 if it lacks one.",
        mixinStandardHelpOptions = true)
final class LogKeysCommand implements Callable<Integer> {
    private static final long ENTRIES_IN_MEMORY_BYTES = 16L << 20;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        PairRoles roles = roles(config);
        Map<String, Object> data = new LinkedHashMap<>();
        for (Path keystore : keystores(config)) {
            LogPublicKey pair = HubFiles.logKey(config, keystore).publicKey();
            data.put(directory.path().relativize(keystore).toString(), roles.of(pair));
        }
        List<String> lacking = roles.lacking();
        if (!lacking.isEmpty()) {
            data.put("lacking", String.join("; ", lacking));
        }
        output.print(spec.commandLine().getOut(), data);
        return lacking.isEmpty() ? 0 : HubException.CONDITION_NOT_MET;
    }

    private static List<Path> keystores(HubConfig config) {
        List<Path> all = new ArrayList<>(List.of(config.logKeystore()));
        all.addAll(config.otherLogKeystores());
        return all;
    }

    private static PairRoles roles(HubConfig config) throws HubException {
        PairRoles roles = new PairRoles();
        try (LogStore store = HubStore.openToRead(config.store())) {
            Ledger ledger = Ledger.empty();
            Replay.into(
                    ledger,
                    store,
                    store.size(),
                    new Entries(store, ENTRIES_IN_MEMORY_BYTES),
                    SignatureVerifier.bouncyCastle(),
                    (entry, after) -> roles.governed(entry.index() + 1, after.charter()));
            if (ledger.size() > 0) {
                roles.drafted(ledger.governance());
            }
            return roles;
        }
    }
}
