package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.demarche.client.Surroundings;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison keygen}. */
@Command(
        name = "keygen",
        description =
                "Make a signing key, or with --tls the key and certificate of a machine. Prints what the charter must name.")
final class KeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Where to write the key. With --tls: FILE.key and FILE.crt.")
    private Path file = Path.of("desk.key");

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The passphrase in its first line. Default: asked for.")
    private @Nullable Path passphrase;

    @Option(
            names = "--tls",
            paramLabel = "NAME",
            description = "Make a TLS key and a self-signed certificate with this common name.")
    private @Nullable String tls;

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    KeygenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (tls == null) {
            signing();
        } else {
            tls(tls);
        }
        return Exit.OK;
    }

    private void signing() throws IOException {
        SigningKey key = SigningKey.generate(terminal.here().random());
        byte[] secret = Terminal.passphrase(passphrase).of(file);
        try {
            SecretFiles.write(file, Keystore.seal(key, secret, terminal.here().random()));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        answer("key", file.toString(), key.publicKey().id(), "for root or desks in the charter");
    }

    private void tls(String name) throws IOException {
        Surroundings here = terminal.here();
        TlsIdentity identity =
                TlsIdentity.generate(name, here.random(), here.clock().instant());
        Path key = Path.of(file + ".key");
        Path certificate = Path.of(file + ".crt");
        SecretFiles.write(key, identity.keyPem().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(certificate, identity.certificatePem(), StandardOpenOption.CREATE_NEW);
        answer("tls", key + ", " + certificate, identity.pin(), "for tls in the charter");
    }

    private void answer(String kind, String files, Sha256 id, String use) {
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", kind)
                    .put("files", files)
                    .put("fingerprint", id.fingerprint());
            terminal.out().println(node);
        } else {
            // The fingerprint alone on its line, to be copied; 71 characters.
            new Page(false)
                    .line(id.fingerprint())
                    .line("(" + use + "; written: " + files + ")")
                    .print(terminal.out());
        }
    }
}
