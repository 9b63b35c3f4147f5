package org.demarche.server.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.clock.HubClock;
import org.demarche.server.config.ConfigParse;
import org.demarche.server.config.Shown;
import org.demarche.server.store.LogStore;
import org.demarche.server.store.StoreException;
import org.demarche.server.support.SupportBundle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub support-bundle}. */
@Command(
        name = "support-bundle",
        description = {
            "Collect how the hub is set up and stands, for whoever helps you: version, configuration, status, numbers of the store, disk, Java, file names.",
            "No secret is in it, and nothing of what notices say; look through it all the same before you hand it on: it has names of machines and the charter's title."
        },
        mixinStandardHelpOptions = true)
final class SupportBundleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "The bundle, a tar.gz (default: demarche-support-TIME.tar.gz in the current folder).")
    private @Nullable Path to;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The file that the hub's messages go to: its end is added.")
    private @Nullable Path log;

    @Option(names = "--fsck", description = "Check the whole log too, and add what came of it; that takes its time.")
    private boolean fsck;

    @Override
    public Integer call() throws HubException {
        Instant now = Instant.ofEpochMilli(HubClock.system().wallMs()).truncatedTo(ChronoUnit.SECONDS);
        Path file = to == null ? Path.of("demarche-support-" + now.toString().replaceAll("[-:]", "") + ".tar.gz") : to;
        ConfigParse.Sound read = HubFiles.read(directory.path(), System.getenv());
        SupportBundle bundle = new SupportBundle(read.config(), directory.path());
        bundle.add("version.txt", String.join("\n", new HubVersion().getVersion()) + "\n");
        bundle.add("hub.toml", Shown.toml(read.settings()));
        bundle.add("status.json", answer("status", "-o", "json"));
        bundle.add("config-check.txt", answer("config", "check"));
        bundle.addMachine();
        bundle.addMetrics();
        try (LogStore store = HubStore.openToRead(read.config().store())) {
            bundle.addStore(store);
        } catch (StoreException e) {
            bundle.add("store.txt", "cannot be read: " + e.getMessage() + "\n");
        }
        if (log != null) {
            bundle.addLog(log);
        }
        if (fsck) {
            bundle.add("fsck.json", answer("fsck", "-o", "json"));
        }
        bundle.write(file, now);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bundle", file.toString());
        data.putAll(bundle.contents());
        output.print(spec.commandLine().getOut(), data);
        return 0;
    }

    /** What another command says of this hub, with its exit code. */
    private String answer(String... command) {
        String[] arguments = new String[command.length + 2];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--dir";
        arguments[command.length + 1] = directory.path().toString();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Hub.main(arguments, InputStream.nullInputStream(), print, print);
        return out.toString(StandardCharsets.UTF_8) + "exit " + code + "\n";
    }
}
