package org.demarche.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.key.Verifiers;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.fsck.Fsck;
import org.demarche.server.store.LogStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub fsck}. */
@Command(
        name = "fsck",
        description =
                "Re-derive everything from the stored entries: encoding, signatures, chains, rules, time, tree. Changes nothing.",
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
        Fsck.Report report;
        try (LogStore store = HubStore.openToRead(directory.config().store())) {
            report = new Fsck(store, Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)))
                    .run(this::tell);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sound", report.damage().isEmpty() ? "yes" : "no");
        data.put("entries", report.head().size());
        data.put("root", report.head().root().hex());
        report.damage().ifPresent(d -> data.put("damage", d.sentence()));
        output.print(spec.commandLine().getOut(), data);
        return report.damage().map(Fsck.Damage::code).orElse(0);
    }

    private void tell(long checked) {
        if (checked % TELL_EVERY == 0) {
            Messages.say(spec.commandLine(), checked + " entries checked");
        }
    }
}
