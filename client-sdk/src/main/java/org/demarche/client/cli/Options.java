package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.demarche.client.DeskException;
import org.demarche.client.Profile;
import org.demarche.client.ProfileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every command of a desk takes. */
final class Options {
    @Option(
            names = {"-p", "--profile"},
            paramLabel = "FILE",
            description = "Who this desk is. Default: $LIAISON_PROFILE, else ~/.config/demarche/liaison.toml.")
    private @Nullable Path profile;

    @Mixin
    private final Output output = new Output();

    boolean json() {
        return output.json();
    }

    /** What to add to another command so that the same desk gives it; may be empty. */
    String repeated() {
        return profile == null ? "" : "--profile " + profile;
    }

    Profile read(Terminal terminal) throws DeskException {
        Path file = file(terminal);
        if (!Files.exists(file)) {
            throw new DeskException.Misconfigured(
                    file + ": missing",
                    "name the profile with --profile FILE, or make one: `demarche liaison profile init`");
        }
        try {
            return Profile.read(file, terminal.environment());
        } catch (ProfileException e) {
            String all = e.problems().stream().map(p -> "\n  " + p).collect(Collectors.joining());
            throw new DeskException.Misconfigured(
                    file + " is not a sound profile:" + all,
                    "correct every line above; `demarche liaison profile init` writes a sound one",
                    e);
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    file + ": " + e.getMessage(), "check the file and its permissions", e);
        }
    }

    private Path file(Terminal terminal) {
        if (profile != null) {
            return profile;
        }
        String named = terminal.environment().get("LIAISON_PROFILE");
        if (named != null) {
            return Path.of(named);
        }
        String config = terminal.environment().get("XDG_CONFIG_HOME");
        String home = terminal.environment().getOrDefault("HOME", ".");
        return (config == null ? Path.of(home, ".config") : Path.of(config))
                .resolve("demarche")
                .resolve("liaison.toml");
    }
}
