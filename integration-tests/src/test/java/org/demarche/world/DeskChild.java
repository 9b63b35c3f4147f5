package org.demarche.world;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code liaison} command as an officer runs it: a process of its own, from the assembled lib folder. */
public final class DeskChild implements AutoCloseable {
    private final JavaChild child;

    private DeskChild(JavaChild child) {
        this.child = child;
    }

    /** Starts the command with this profile, and waits for nothing. */
    public static DeskChild start(Path profile, String... arguments) {
        return start(List.of(), profile, arguments);
    }

    /** The same under another program, whose command line comes first. */
    public static DeskChild start(List<String> wrapper, Path profile, String... arguments) {
        List<String> program = new ArrayList<>(List.of("org.demarche.client.cli.Liaison"));
        program.addAll(List.of(arguments));
        program.addAll(List.of("--profile", profile.toString()));
        Path said = JavaChild.output(profile.getParent(), "liaison-");
        return new DeskChild(JavaChild.start(wrapper, said, List.of(), program));
    }

    /** Whether it runs. */
    public boolean alive() {
        return child.alive();
    }

    /** What it has written so far, to stdout and stderr. */
    public String said() {
        return child.said();
    }

    /** Waits for its end. */
    public int exitCode() {
        return child.exitCode();
    }

    /** {@code kill -9}; returns when the process is gone. */
    public void kill() {
        child.kill();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
    }
}
