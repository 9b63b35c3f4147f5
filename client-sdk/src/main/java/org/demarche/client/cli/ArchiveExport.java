package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.asic.CadesSigner;
import org.demarche.asic.Container;
import org.demarche.client.DeskException;
import org.demarche.client.Surroundings;
import org.demarche.client.archive.Archivist;
import org.demarche.client.archive.Holding;
import org.demarche.client.transport.TimeStamping;
import org.demarche.evidence.CourtPapers;
import org.demarche.evidence.Reader;
import org.demarche.evidence.Report;
import org.demarche.evidence.VerdictClass;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison archive export}. */
@Command(
        name = "export",
        description = {
            "Put a bundle, its notices in words, the charter and the report into one container that courts' tools read (ASiC-E, ETSI EN 319 162-1).",
            "A time-stamp, a signature or the bundle's evidence records vouch for it; one of these it takes. Exit 7 if the bundle is not PROVEN."
        })
final class ArchiveExport implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The bundle.")
    private Path file = Path.of("");

    @Option(
            names = "--charter",
            required = true,
            paramLabel = "HASH",
            description = "The hash of charter version 1, which you trust.")
    private Sha256 charter = Sha256.of();

    @Option(names = "--out", required = true, paramLabel = "FILE.asice", description = "Where to.")
    private Path out = Path.of("");

    @Option(
            names = "--authority",
            paramLabel = "NAME=URL",
            description = "A time authority that is to stamp all files; may be repeated. Its certificate: --anchor.")
    private Map<String, URI> authorities = new LinkedHashMap<>();

    @Option(
            names = "--sign-with",
            paramLabel = "FILE.p12",
            description = "A key and its X.509 certificate (PKCS #12) to sign all files with (CAdES).")
    private @Nullable Path signWith;

    @Option(names = "--passphrase-file", paramLabel = "FILE", description = "Holds the passphrase of that file.")
    private @Nullable Path passphraseFile;

    @Mixin
    private final Trusted trusted = new Trusted();

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    ArchiveExport(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws DeskException, IOException {
        byte[] bundle = GivenFile.read(file);
        Holding.Keeper keeper = trusted.keeper();
        Report report = Verification.verify(bundle, Reader.trusting(charter), keeper.verifier());
        if (report.verdict().code().verdictClass() != VerdictClass.PROVEN) {
            terminal.error(
                    file + ": " + report.verdict().sentence(),
                    "`demarche verify` shows all ten steps; nothing was written");
            return Exit.CONDITION;
        }
        Container container;
        try {
            container = CourtPapers.of(bundle, report);
        } catch (RefusedException e) {
            throw new IllegalStateException("a proven bundle can be read", e);
        }
        Surroundings here = terminal.here();
        Instant now = trusted.at(terminal);
        stamp(container, keeper, here, now);
        if (signWith != null) {
            container.signed(signer(signWith, now));
        }
        if (!container.vouched()) {
            throw new DeskException.Invalid(
                    "nothing vouches for the container",
                    "name --authority or --sign-with, or begin a record first: `demarche liaison archive renew`");
        }
        byte[] bytes = container.bytes();
        Files.write(out, bytes, StandardOpenOption.CREATE_NEW);
        if (output.json()) {
            terminal.out()
                    .println(JsonNodeFactory.instance
                            .objectNode()
                            .put("file", out.toString())
                            .put("bytes", bytes.length)
                            .put("sha256", Sha256.of(bytes).hex()));
        } else {
            new Page(report.charter().filter(c -> c.exercise()).isPresent())
                    .line(
                            out + ", " + bytes.length + " bytes: "
                                    + report.verdict().sentence(),
                            2)
                    .print(terminal.out());
        }
        return Exit.OK;
    }

    private void stamp(Container container, Holding.Keeper keeper, Surroundings here, Instant now)
            throws DeskException {
        Archivist archivist = new Archivist(keeper, new TimeStamping(authorities)::ask, here.random(), now);
        for (String authority : authorities.keySet()) {
            try {
                container.stamped(imprint -> archivist.token(authority, imprint));
            } catch (IOException e) {
                throw new DeskException.Unreachable(authority + ": " + e.getMessage(), "nothing was written", e);
            } catch (RefusedException e) {
                throw new DeskException.Unreachable(
                        authority + ": " + e.refusal().sentence(), "nothing was written", e);
            } catch (Exception e) {
                throw new IllegalStateException("a time-stamp fails in two ways", e);
            }
        }
    }

    private CadesSigner signer(Path keyFile, Instant now) throws DeskException, IOException {
        byte[] passphrase = Terminal.passphrase(passphraseFile).of(keyFile);
        char[] characters = new String(passphrase, StandardCharsets.UTF_8).toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(GivenFile.read(keyFile)), characters);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getKey(alias, characters) instanceof PrivateKey key) {
                    List<X509Certificate> chain = new ArrayList<>();
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        chain.add((X509Certificate) certificate);
                    }
                    return new CadesSigner(key, chain, now);
                }
            }
            throw new DeskException.Misconfigured(keyFile + ": holds no private key", "give a PKCS #12 file with one");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new DeskException.Misconfigured(
                    keyFile + ": no key can be read from it: " + e.getMessage(), "give RSA or EC, as PKCS #12", e);
        } finally {
            Arrays.fill(characters, '\0');
            Arrays.fill(passphrase, (byte) 0);
        }
    }
}
