package org.demarche.server.cli;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.SetupCheck;
import org.demarche.server.config.Effective;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.HubSettings;
import org.demarche.server.config.Setting;
import org.demarche.server.config.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub config}. */
@Command(
        name = "config",
        description = "Look at the configuration.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class, ConfigCommand.Explain.class})
final class ConfigCommand {
    private ConfigCommand() {}

    /** {@code hub config check}. */
    @Command(
            name = "check",
            description =
                    "Read hub.toml, the environment, and the files that they name, and say everything that is wrong with them.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Directory directory = new Directory();

        @Mixin
        private Output output = new Output();

        @Option(
                names = "--connect",
                description =
                        "Try it out besides: set up TLS, read the store, also if it is a database, and say of each thing what came of it.")
        private boolean connect;

        @Override
        public Integer call() throws HubException {
            Map<String, Object> data = new LinkedHashMap<>();
            if (connect) {
                try {
                    SetupCheck.connect(
                            directory.path(),
                            System.getenv(),
                            one -> data.merge(one.what(), one.found(), (some, more) -> some + "; " + more));
                } catch (HubException e) {
                    output.print(spec.commandLine().getOut(), data);
                    throw e;
                }
            } else {
                SetupCheck.require(directory.path(), System.getenv());
            }
            if (connect || output.isJson()) {
                data.put("checked", "ok");
                output.print(spec.commandLine().getOut(), data);
            } else {
                spec.commandLine().getOut().println("ok");
            }
            return 0;
        }
    }

    /** {@code hub config show}. */
    @Command(
            name = "show",
            description =
                    "Print every setting as it holds, and where it comes from, as a hub.toml that means the same. Of secrets it names the files.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Mixin
        private Directory directory = new Directory();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws HubException {
            List<Effective> settings =
                    HubFiles.read(directory.path(), System.getenv()).settings();
            if (output.isJson()) {
                Map<String, Object> data = new LinkedHashMap<>();
                settings.forEach(one -> data.put(one.key(), shown(one)));
                output.print(spec.commandLine().getOut(), data);
            } else {
                spec.commandLine().getOut().print(Shown.toml(settings));
                spec.commandLine().getOut().flush();
            }
            return 0;
        }

        private static Map<String, Object> shown(Effective one) {
            Map<String, Object> data = new LinkedHashMap<>();
            one.toml().ifPresent(value -> data.put("toml", value));
            data.put("origin", one.toml().isEmpty() ? "not set" : one.origin().text());
            return data;
        }
    }

    /** {@code hub config explain}. */
    @Command(
            name = "explain",
            description =
                    "Tell everything of one setting, and, where there is a hub.toml, what holds and where it comes from.",
            mixinStandardHelpOptions = true)
    static final class Explain implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "KEY", description = "The setting, such as listen.port.")
        private String key = "";

        @Mixin
        private Directory directory = new Directory();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws HubException {
            Optional<Setting> found = HubSettings.find(key);
            if (found.isEmpty()) {
                List<String> like = HubSettings.like(key);
                throw new HubException(
                        HubException.USAGE,
                        "there is no setting " + key
                                + (like.isEmpty()
                                        ? ": demarche hub config show prints them all"
                                        : "; did you mean " + String.join(" or ", like) + "?"),
                        null);
            }
            Setting setting = found.get();
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("setting", setting.key());
            data.put("takes", setting.takes());
            data.put("default", setting.standard().orElse("none"));
            data.put("does", setting.does());
            data.put("otherwise", setting.otherwise());
            data.put("variable", setting.variable());
            if (!hasHub()) {
                output.print(spec.commandLine().getOut(), data);
                return 0;
            }
            List<Effective> holding;
            try {
                holding = holding(setting);
            } catch (HubException e) {
                output.print(spec.commandLine().getOut(), data);
                throw e;
            }
            if (setting.key().contains("*") && (output.isJson() || !holding.isEmpty())) {
                output.print(
                        spec.commandLine().getOut(),
                        data,
                        "in_force",
                        holding.stream().map(Explain::row).toList());
            } else {
                data.put(
                        "in_force",
                        holding.stream().findFirst().flatMap(Effective::toml).orElse("nothing"));
                data.put("from", holding.isEmpty() ? "not set" : origin(holding.get(0)));
                output.print(spec.commandLine().getOut(), data);
            }
            return 0;
        }

        /** Without --dir it is asked about here only if there is one here: what a setting is can be asked anywhere. */
        private boolean hasHub() {
            return spec.commandLine().getParseResult().hasMatchedOption("--dir")
                    || Files.exists(directory.path().resolve(HubConfig.FILE));
        }

        /** A key with the number of a table asks for that table's alone. */
        private List<Effective> holding(Setting setting) throws HubException {
            return HubFiles.read(directory.path(), System.getenv()).settings().stream()
                    .filter(one -> one.setting().equals(setting))
                    .filter(one -> !key.matches(".*\\.[0-9]+\\..*") || one.key().equals(key))
                    .toList();
        }

        private static String origin(Effective one) {
            return one.toml().isEmpty() ? "not set" : one.origin().text();
        }

        private static Map<String, Object> row(Effective one) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("setting", one.key());
            row.put("in_force", one.toml().orElse("nothing"));
            row.put("from", origin(one));
            return row;
        }
    }
}
