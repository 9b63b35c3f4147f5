package org.demarche.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.client.transport.HubAddress;
import org.demarche.hash.Sha256;

/**
 * Who a desk is and whom it trusts: read from a TOML file, which names everything else by path (relative to itself).
 *
 * <pre>
 * status          = "exercise"                     # or "actual": must be what the charter says
 * party           = "UA"
 * hubs            = ["hub-a.example:7443", "hub-b.example:7443"]
 * hub_pins        = ["sha256:…"]                   # of the hub's TLS key (SubjectPublicKeyInfo)
 * charter         = "charter.toml"                 # the text of version 1 …
 * charter_hash    = "sha256:…"                     # … and its hash, as agreed by telephone or at a ceremony
 * log_keys        = "log.pub"                      # the log's public keys; the charter names their fingerprints
 * key             = "watch.key"                    # this desk's signing key; whoever only reads needs none
 * passphrase_file = "watch.pass"                   # optional: without it the passphrase is asked for
 * tls_key         = "tls.key"
 * tls_certificate = "tls.crt"
 * state           = "state"                        # outbox, receipts, and the verified copy of the log
 * native_tls      = "preferred"                    # or "required": without BoringSSL there is no post-quantum key exchange
 * </pre>
 *
 * @param source the file it was read from
 * @param exercise whether it is for an exercise, else for the real thing
 * @param party the party that the desk speaks for
 * @param hubs where hubs of the one log listen, in the order in which they are tried
 * @param hubPins SHA-256 of the SubjectPublicKeyInfo of each certificate that a hub may show
 * @param charter the text of version 1
 * @param charterHash its hash: the name of the log's trust
 * @param logKeys the log's public keys
 * @param key the desk's signing key; empty: nothing can be signed
 * @param passphraseFile the key's passphrase, in its first line
 * @param tlsKey private key of the line, PEM
 * @param tlsCertificate certificate of the line, PEM
 * @param state directory of what the desk keeps
 * @param nativeTlsRequired whether the desk refuses to connect without BoringSSL
 */
public record Profile(
        Path source,
        boolean exercise,
        String party,
        List<HubAddress> hubs,
        Set<Sha256> hubPins,
        Path charter,
        Sha256 charterHash,
        Path logKeys,
        Optional<Path> key,
        Optional<Path> passphraseFile,
        Path tlsKey,
        Path tlsCertificate,
        Path state,
        boolean nativeTlsRequired) {
    public Profile {
        hubs = List.copyOf(hubs);
        hubPins = Set.copyOf(hubPins);
    }

    /**
     * Reads a profile.
     *
     * @throws ProfileException if anything in it is wrong: everything that is, at once
     * @throws IOException if the file can't be read
     */
    public static Profile read(Path file) throws IOException, ProfileException {
        return read(file, Map.of());
    }

    /**
     * Reads a profile; variables {@code DEMARCHE__PARTY}, {@code DEMARCHE__HUBS} (comma-separated) and so on in {@code environment} override its keys.
     *
     * @throws ProfileException if anything in it is wrong: everything that is, at once
     * @throws IOException if the file can't be read
     */
    public static Profile read(Path file, Map<String, String> environment) throws IOException, ProfileException {
        return new ProfileReader(file, environment).read();
    }
}
