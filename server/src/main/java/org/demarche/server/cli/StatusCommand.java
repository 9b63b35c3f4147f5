package org.demarche.server.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.demarche.charter.Charter;
import org.demarche.charter.Expiry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Ledger;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Head;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.backup.LastBackup;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.Entries;
import org.demarche.server.log.Heads;
import org.demarche.server.log.LogTree;
import org.demarche.server.log.Replay;
import org.demarche.server.operations.Condition;
import org.demarche.server.store.HeadStore;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoredHead;
import org.demarche.time.Dtg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub status}. */
@Command(
        name = "status",
        description = {
            "Say how the hub does, and how the log and the charter stand.",
            "How it does is what the running hub says of itself; the rest is read from the store, also while no hub runs. The exit code is the state."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it serves; warnings change nothing of that",
            "2:wrong usage",
            "4, 5:TLS; charter, key or configuration: the state is not known",
            "6:it does not run",
            "7:it runs, and is not ready, is about to end, or is not borne out by witnesses or time authorities as the charter wants it; the reasons are printed",
            "70:a defect of the hub's own"
        })
final class StatusCommand implements Callable<Integer> {
    private static final long ENTRIES_IN_MEMORY_BYTES = 16L << 20;
    private static final int PAUSE_MS = 200;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(names = "--wait", paramLabel = "SECONDS", description = "Wait so long at the most until it serves.")
    private int waitS;

    @Override
    public Integer call() throws HubException, InterruptedException {
        HubConfig config = directory.config();
        Map<String, Object> data = new LinkedHashMap<>();
        Optional<Condition> condition = condition(new OperationsClient(config, directory));
        data.put("running", HubFiles.runningAt(directory.path()).orElse("no"));
        condition.ifPresent(c -> describe(c, data));
        try (LogStore store = HubStore.openToRead(config.store())) {
            if (config.store() instanceof StoreAddress.Standby) {
                Heads heads = HubFiles.role(config, directory.path()).heads(store, Clock.systemUTC()::millis);
                describe(store, heads.durable(), Optional.of(heads), data);
            } else {
                // Of a database, a standby may answer: what no head covers could yet be lost.
                Optional<StoredHead> newest = store.heads().flatMap(HeadStore::newest);
                describe(store, newest.map(StoredHead::size).orElseGet(store::size), Optional.empty(), data);
            }
        }
        LastBackup.of(directory.path())
                .ifPresentOrElse(last -> describe(last, entriesIn(data), data), () -> data.put("backup", "never"));
        output.print(spec.commandLine().getOut(), data);
        return condition.map(StatusCommand::code).orElse(HubException.NOT_RUNNING);
    }

    private static int code(Condition condition) {
        return condition.ready() && condition.degraded().isEmpty() ? 0 : HubException.CONDITION_NOT_MET;
    }

    /** What the hub says of itself; empty: none runs. */
    private Optional<Condition> condition(OperationsClient client) throws HubException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitS);
        while (true) {
            Optional<Condition> now =
                    HubFiles.runningAt(directory.path()).isPresent() ? Optional.of(client.ask()) : Optional.empty();
            if (now.map(StatusCommand::code).equals(Optional.of(0)) || System.nanoTime() >= endNanos) {
                return now;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }

    private void describe(Condition condition, Map<String, Object> data) {
        data.put("state", condition.state().word());
        put(data, "not_ready", condition.reasons());
        put(data, "degraded", condition.degraded());
        put(data, "warning", condition.warnings());
    }

    private void put(Map<String, Object> data, String key, List<String> sentences) {
        if (output.isJson()) {
            data.put(key, sentences);
        } else if (!sentences.isEmpty()) {
            data.put(key, String.join("; ", sentences));
        }
    }

    private void describe(LogStore store, long size, Optional<Heads> heads, Map<String, Object> data) {
        Ledger ledger = Ledger.empty();
        Replay.into(
                ledger,
                store,
                size,
                new Entries(store, ENTRIES_IN_MEMORY_BYTES),
                SignatureVerifier.bouncyCastle(),
                (entry, after) -> heads.ifPresent(h -> {
                    h.requireKeys(after.charter());
                    h.from(entry.index() + 1, after.charter().log());
                }));
        if (ledger.size() == 0) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    "the log is empty: run demarche hub init with the text of the charter first");
        }
        Head head = new LogTree(store, ledger.size()).head();
        describe(ledger, head, data);
        heads.ifPresent(h -> {
            h.note(head);
            data.put("reads_only", "the log as of " + Dtg.of(h.knownUntilMs()));
            data.put("up_to_date", h.whyUnsafe().map(why -> "no: " + why).orElse("yes"));
        });
    }

    private static long entriesIn(Map<String, Object> data) {
        return data.get("entries") instanceof Long entries ? entries : 0;
    }

    private static void describe(LastBackup last, long entries, Map<String, Object> data) {
        data.put("backup", Dtg.of(last.at().toEpochMilli()));
        data.put(
                "backup_age_s",
                Duration.between(last.at(), Clock.systemUTC().instant()).toSeconds());
        data.put("backup_file", last.file());
        data.put("backup_bytes", last.bytes());
        data.put("backup_entries", last.head().size());
        data.put("entries_since_backup", entries - last.head().size());
    }

    private void describe(Ledger ledger, Head head, Map<String, Object> data) {
        Governance governance = ledger.governance();
        Charter charter = governance.charter();
        data.put("charter", charter.title());
        data.put("status", charter.exercise() ? "EXERCISE" : "actual");
        data.put("version", charter.version());
        data.put("in_force", governance.inForce() ? "yes" : "no: " + governance.awaited());
        long nowMs = Clock.systemUTC().millis();
        data.put("expires", Dtg.of(charter.expiresMs()));
        data.put("expired", Expiry.isPast(charter, nowMs) ? "yes" : "no");
        data.put("closed", governance.closed() ? "yes: it takes nothing more" : "no");
        data.put("origin", charter.log().origin());
        charter.predecessor().ifPresent(p -> data.put("predecessor", p.origin() + ", " + p.size() + " entries"));
        data.put("log_ed25519", charter.log().ed25519().fingerprint());
        data.put("log_ml_dsa_44", charter.log().mlDsa44().fingerprint());
        data.put("entries", head.size());
        data.put("root", head.root().hex());
        data.put("newest_entry", Dtg.of(ledger.lastAcceptedAtMs()));
        Expiry.warning(charter, nowMs)
                .filter(w -> governance.inForce())
                .ifPresent(w -> Messages.say(spec.commandLine(), "warning: " + w));
        data.put("incidents", ledger.incidents().size());
        data.put("incidents_not_closed", ledger.unclosedIncidents().size());
    }
}
