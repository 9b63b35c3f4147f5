package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.demarche.client.OpenKey;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;

/**
 * The keys of every party, each made and kept where the party keeps it.
 *
 * @param fingerprints of the public keys, as the charter names them, by name: {@code NO/root}, {@code NO/tls}, {@code NO/watch}
 * @param open the signing keys by name
 */
record PartyKeys(Map<String, Sha256> fingerprints, Map<String, OpenKey> open) {
    private static final int PASSPHRASE_BYTES = 16;

    /** Makes every key that the charter asks for. */
    static PartyKeys make(Path parties, CharterTemplate template, InstantSource clock, SecureRandom random)
            throws IOException {
        Set<String> names = template.keys().stream()
                .filter(name -> !name.startsWith("log/"))
                .collect(Collectors.toSet());
        for (String name : names) {
            Files.createDirectories(parties.resolve(partyOf(name)));
        }
        PartyKeys keys = new PartyKeys(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        try {
            // Deriving a keystore's key from its passphrase is meant to be slow; all cores do it.
            names.parallelStream()
                    .forEach(name -> keys.make(new PartyFiles(parties.resolve(partyOf(name))), name, clock, random));
        } catch (Unwritable e) {
            throw e.failure;
        }
        return keys;
    }

    private void make(PartyFiles files, String name, InstantSource clock, SecureRandom random) {
        String key = name.substring(name.indexOf('/') + 1);
        try {
            if (key.equals("tls")) {
                makeTls(files, name, clock, random);
            } else {
                makeSigning(files, name, key, random);
            }
        } catch (IOException e) {
            throw new Unwritable(e);
        }
    }

    private void makeTls(PartyFiles files, String name, InstantSource clock, SecureRandom random) throws IOException {
        TlsIdentity tls =
                TlsIdentity.generate(partyOf(name), random, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        SecretFiles.write(files.tlsKey(), tls.keyPem().getBytes(StandardCharsets.US_ASCII));
        Files.writeString(files.tlsCertificate(), tls.certificatePem());
        fingerprints.put(name, tls.pin());
    }

    private void makeSigning(PartyFiles files, String name, String key, SecureRandom random) throws IOException {
        byte[] secret = new byte[PASSPHRASE_BYTES];
        random.nextBytes(secret);
        byte[] passphrase = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
        SigningKey signing = SigningKey.generate(random);
        SecretFiles.write(files.key(key), Keystore.seal(signing, passphrase, random));
        SecretFiles.write(files.passphrase(key), passphrase);
        fingerprints.put(name, signing.publicKey().id());
        open.put(name, OpenKey.of(signing));
    }

    private static String partyOf(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    /** Carries an {@link IOException} out of a parallel stream. */
    private static final class Unwritable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient IOException failure;

        private Unwritable(IOException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
