package org.demarche.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.key.Verifiers;
import org.demarche.merkle.Head;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.LastHead;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.log.LogTree;
import org.demarche.server.store.LogStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub fsck}. */
@Command(
        name = "fsck",
        description =
                "Re-derive everything from the stored entries: encoding, signatures, chains, rules, time, tree; and check the word of witnesses and time authorities on its heads. Changes nothing.",
        mixinStandardHelpOptions = true)
final class FsckCommand implements Callable<Integer> {
    private static final long TELL_EVERY = 10_240;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        // Before the entries are read: what the hub shows meanwhile is no concern of theirs.
        Optional<LastHead.Shown> shown = new LastHead(directory.path()).shown();
        Fsck.Report report;
        Optional<Fsck.Damage> damage;
        try (LogStore store = HubStore.openToRead(config.store())) {
            report = new Fsck(
                            store,
                            Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)),
                            HubClock.system().wallMs())
                    .run(this::tell);
            damage = report.damage().isPresent() ? report.damage() : goneBack(shown, store, report.head(), config);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sound", damage.isEmpty() ? "yes" : "no");
        data.put("entries", report.head().size());
        data.put("root", report.head().root().hex());
        data.put("heads_for_witnesses", report.cosigned());
        data.put("stamped_heads", report.stamped());
        data.put("misdated_tokens", report.misdated().size());
        damage.ifPresent(d -> data.put("damage", d.sentence()));
        output.print(spec.commandLine().getOut(), data);
        report.misdated().forEach(sentence -> Messages.say(spec.commandLine(), sentence));
        return damage.map(Fsck.Damage::code).orElse(0);
    }

    /** Sound as it is, the log can be shorter, or another, than the one that this hub has shown. A server of several can be behind the others. */
    private static Optional<Fsck.Damage> goneBack(
            Optional<LastHead.Shown> shown, LogStore store, Head head, HubConfig config) throws HubException {
        Optional<LastHead.Difference> difference =
                shown.flatMap(s -> s.from(head.size(), new LogTree(store, head.size())::headAt));
        if (difference.isPresent() && difference.get().behind() && !(config.store() instanceof StoreAddress.File)) {
            throw new HubException(
                    HubException.CONDITION_NOT_MET,
                    "what can be read of " + config.store() + " is sound, but it "
                            + difference.get().how()
                            + ": the server lags, or entries are lost; see what the primary holds",
                    null);
        }
        return difference.map(d -> new Fsck.Damage(head.size(), Fsck.CHAINS_OR_TREE, "the store " + d.how()));
    }

    private void tell(long checked) {
        if (checked % TELL_EVERY == 0) {
            Messages.say(spec.commandLine(), checked + " entries checked");
        }
    }
}
