package org.demarche.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.audit.Act;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.store.LogStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub upgrade}. */
@Command(
        name = "upgrade",
        description = {
            "Bring the tables of the log's file or database forward to this release; does nothing if they are of this release.",
            "Stop every hub of an earlier release first: it refuses the new tables when it next connects. Tables are never brought backward: keep a backup until the new release has run."
        },
        mixinStandardHelpOptions = true)
final class UpgradeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws HubException {
        StoreAddress address = directory.config().store();
        Locked.alone(directory.path(), () -> upgrade(address));
        return 0;
    }

    private void upgrade(StoreAddress address) {
        int found = HubStore.upgrade(address);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("tables_were_of_version", found);
        directory.note(Act.UPGRADE, Map.of("tables_were_of_version", Integer.toString(found)));
        try (LogStore store = HubStore.openToRead(address)) {
            data.put("store", address.toString());
            data.put("entries", store.size());
        }
        output.print(spec.commandLine().getOut(), data);
    }
}
