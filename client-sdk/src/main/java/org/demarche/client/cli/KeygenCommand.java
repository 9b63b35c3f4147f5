package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.DeskException;
import org.demarche.client.Surroundings;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.LogSigningKey;
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
                "Make a signing key, with --witness a witness's key, or with --tls the key and certificate of a machine. Prints what the charter must name.")
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

    @Option(
            names = "--witness",
            paramLabel = "NAME",
            description = "Make the key of a witness with this name in the charter, such as GB-w.")
    private @Nullable String witness;

    @Option(
            names = "--party",
            paramLabel = "ID",
            description = "The party that runs the witness. Default: NAME up to its last hyphen.")
    private @Nullable String party;

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    KeygenCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, DeskException {
        if (tls != null && witness != null) {
            throw new DeskException.Invalid("--tls and --witness are two kinds of key", "make one after the other");
        }
        if (witness != null) {
            witness(witness);
        } else if (tls == null) {
            signing();
        } else {
            tls(tls);
        }
        return Exit.OK;
    }

    private void signing() throws IOException {
        SigningKey key = SigningKey.generate(terminal.here().random());
        write(secret -> Keystore.seal(key, secret, terminal.here().random()));
        answer("key", file.toString(), key.publicKey().id(), "for root or desks in the charter");
    }

    private void write(UnaryOperator<byte[]> sealed) throws IOException {
        byte[] secret = Terminal.passphrase(passphrase).of(file);
        try {
            SecretFiles.write(file, sealed.apply(secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private void witness(String name) throws IOException, DeskException {
        String runs = party(name);
        LogSigningKey key = LogSigningKey.generate(terminal.here().random());
        List<NoteKey> noteKeys = noteKeys(name, key);
        write(secret -> Keystore.seal(key, secret, terminal.here().random()));
        String ed25519 = key.publicKey().ed25519Id().fingerprint();
        String mlDsa44 = key.publicKey().mlDsa44Id().fingerprint();
        if (output.json()) {
            ObjectNode node = JsonNodeFactory.instance
                    .objectNode()
                    .put("kind", "witness")
                    .put("files", file.toString())
                    .put("name", name)
                    .put("party", runs)
                    .put("ed25519", ed25519)
                    .put("ml_dsa_44", mlDsa44);
            noteKeys.forEach(k -> node.withArray("verifier_keys").add(k.text()));
            terminal.out().println(node);
            return;
        }
        // To be copied as it stands, so nothing is wrapped.
        terminal.out().println("[[witness]]");
        terminal.out().println("name = \"" + name + "\"");
        terminal.out().println("party = \"" + runs + "\"");
        terminal.out().println("ed25519 = \"" + ed25519 + "\"");
        terminal.out().println("ml_dsa_44 = \"" + mlDsa44 + "\"");
        terminal.out().println();
        noteKeys.forEach(k -> terminal.out().println(k.text()));
        terminal.say(
                "written: " + file
                        + "; the table goes into the charter, whose rule `witnessed` names the witness; below it stand its C2SP verifier keys");
    }

    private static List<NoteKey> noteKeys(String name, LogSigningKey key) throws DeskException {
        try {
            return new Cosigner(name, key).keys();
        } catch (IllegalArgumentException e) {
            throw new DeskException.Invalid("--witness: " + e.getMessage(), "choose a short name, such as GB-w");
        }
    }

    private String party(String name) throws DeskException {
        if (party != null) {
            return party;
        }
        if (name.lastIndexOf('-') <= 0) {
            throw new DeskException.Invalid(
                    "\"" + name + "\" does not say which party runs the witness", "state --party, such as --party GB");
        }
        return name.substring(0, name.lastIndexOf('-'));
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
