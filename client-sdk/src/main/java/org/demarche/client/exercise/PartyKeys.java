package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.client.OpenKey;
import org.demarche.hash.Sha256;
import org.demarche.key.Keystore;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SigningKey;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;

/**
 * The keys of every party, each made and kept where the party keeps it.
 *
 * @param fingerprints of the public keys, as the charter names them, by name: {@code NO/root}, {@code NO/tls}, {@code NO/watch}, {@code NO-w/ed25519}
 * @param open the signing keys by name
 */
record PartyKeys(Map<String, Sha256> fingerprints, Map<String, OpenKey> open) {
    private static final int PASSPHRASE_BYTES = 16;

    /**
     * Makes every key that the charter asks for.
     *
     * @param witnesses those that parties run
     */
    static PartyKeys make(
            Path parties,
            CharterTemplate template,
            List<Charter.Witness> witnesses,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        Set<String> names = template.partyKeys();
        for (String name : names) {
            Files.createDirectories(parties.resolve(partyOf(name)));
        }
        PartyKeys keys = new PartyKeys(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        Stream<Making> all = Stream.concat(
                names.stream()
                        .<Making>map(name ->
                                () -> keys.make(new PartyFiles(parties.resolve(partyOf(name))), name, clock, random)),
                witnesses.stream()
                        .<Making>map(witness -> () -> keys.makeWitness(
                                new PartyFiles(parties.resolve(witness.party())), witness.name(), random)));
        try {
            // Deriving a keystore's key from its passphrase is meant to be slow; all cores do it.
            all.parallel().forEach(Making::orUnwritable);
        } catch (Unwritable e) {
            throw e.failure;
        }
        return keys;
    }

    /** The making of one key. */
    @FunctionalInterface
    private interface Making {
        void run() throws IOException;

        default void orUnwritable() {
            try {
                run();
            } catch (IOException e) {
                throw new Unwritable(e);
            }
        }
    }

    private void make(PartyFiles files, String name, InstantSource clock, SecureRandom random) throws IOException {
        String key = name.substring(name.indexOf('/') + 1);
        if (key.equals("tls")) {
            makeTls(files, name, clock, random);
        } else {
            makeSigning(files, name, key, random);
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
        byte[] passphrase = passphrase(random);
        SigningKey signing = SigningKey.generate(random);
        SecretFiles.write(files.key(key), Keystore.seal(signing, passphrase, random));
        SecretFiles.write(files.passphrase(key), passphrase);
        fingerprints.put(name, signing.publicKey().id());
        open.put(name, OpenKey.of(signing));
    }

    /** A witness's key is of the same make as a log's. */
    private void makeWitness(PartyFiles files, String witness, SecureRandom random) throws IOException {
        byte[] passphrase = passphrase(random);
        LogSigningKey key = LogSigningKey.generate(random);
        SecretFiles.write(files.key(witness), Keystore.seal(key, passphrase, random));
        SecretFiles.write(files.passphrase(witness), passphrase);
        fingerprints.put(CharterTemplate.ed25519(witness), key.publicKey().ed25519Id());
        fingerprints.put(CharterTemplate.mlDsa44(witness), key.publicKey().mlDsa44Id());
    }

    private static byte[] passphrase(SecureRandom random) {
        byte[] secret = new byte[PASSPHRASE_BYTES];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
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
