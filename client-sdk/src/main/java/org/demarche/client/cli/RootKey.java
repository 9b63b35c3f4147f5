package org.demarche.client.cli;

import java.nio.file.Path;
import org.demarche.client.KeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The root key that signs, and how to open it. */
final class RootKey {
    @Option(names = "--root", required = true, paramLabel = "FILE", description = "The party's root key.")
    private Path file = Path.of("root.key");

    @Option(names = "--root-passphrase-file", paramLabel = "FILE", description = "Its passphrase. Default: asked for.")
    private @Nullable Path passphrase;

    KeyFile file() {
        return new KeyFile(file, Terminal.passphrase(passphrase));
    }
}
