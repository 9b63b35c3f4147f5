package org.demarche.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.Problem;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.client.transport.LineSecurity;
import org.demarche.hash.Sha256;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;

/** Reads what a profile names, and checks that it fits together. */
final class DeskFiles {
    private static final int LARGEST_CHARTER = 61_440;

    private DeskFiles() {}

    /** The pinned charter, which names the desk's party. */
    static Charter charter(Profile profile) throws DeskException {
        Charter charter = pinned(profile);
        if (charter.party(profile.party()).isEmpty()) {
            throw new DeskException.Misconfigured(
                    profile.source() + ": the charter names no party " + profile.party(),
                    "correct party in the profile, or use the profile of another charter");
        }
        return charter;
    }

    private static Charter pinned(Profile profile) throws DeskException {
        byte[] text = read(profile.charter(), "charter");
        if (text.length > LARGEST_CHARTER) {
            throw new DeskException.Misconfigured(
                    profile.charter() + ": more than " + LARGEST_CHARTER + " bytes", "this is not a charter");
        }
        Sha256 hash = Sha256.of(text);
        if (!hash.equals(profile.charterHash())) {
            throw new DeskException.Misconfigured(
                    profile.charter() + ": its hash is " + hash.fingerprint() + ", and the profile pins "
                            + profile.charterHash().fingerprint(),
                    "get the text of version 1 again, byte for byte; compare the hash with the other parties before you change the profile");
        }
        CharterParse parse = CharterParser.parse(text);
        if (parse instanceof CharterParse.Unsound unsound) {
            throw new DeskException.Misconfigured(
                    profile.charter() + ": "
                            + unsound.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")),
                    "`demarche liaison charter check FILE` lists everything that is wrong with it");
        }
        Charter charter = ((CharterParse.Sound) parse).charter();
        requireStatus(profile, charter);
        return charter;
    }

    private static void requireStatus(Profile profile, Charter charter) throws DeskException {
        if (charter.exercise() != profile.exercise()) {
            throw new DeskException.Misconfigured(
                    profile.exercise()
                            ? "the profile is for an exercise, and its charter is actual: nothing is sent"
                            : "the profile is actual, and its charter is for an exercise: nothing is sent",
                    "use the profile that was made for this charter; never change status by hand");
        }
    }

    /** The log's public keys, those that the pinned charter names among them. */
    static LogKeys logKeys(Profile profile, Charter charter) throws DeskException {
        try {
            LogKeys keys = LogKeys.parse(Files.readString(profile.logKeys()));
            if (keys.pair(charter.log()).isEmpty()) {
                throw new DeskException.Misconfigured(
                        profile.logKeys() + ": lacks the log keys that the charter names ("
                                + charter.log().ed25519().fingerprint() + " and "
                                + charter.log().mlDsa44().fingerprint() + ")",
                        "ask the operator for the file that `demarche hub keygen` wrote; the charter proves whether it is the right one");
            }
            return keys;
        } catch (NoteException e) {
            throw new DeskException.Misconfigured(
                    profile.logKeys() + ": " + e.getMessage(), "each line must be a verifier key: name+id+base64", e);
        } catch (IOException e) {
            throw unreadable(profile.logKeys(), "log_keys", e);
        }
    }

    /** How the line is secured. */
    static LineSecurity security(Profile profile, Consumer<String> announce) throws DeskException {
        TlsIdentity identity = identity(profile);
        try {
            return LineSecurity.of(
                    identity.key(), identity.certificate(), profile.hubPins(), profile.nativeTlsRequired(), announce);
        } catch (SSLException e) {
            throw new DeskException.NotTrusted(
                    "the line can't be secured: " + e.getMessage(),
                    "native_tls = \"preferred\" allows the JDK's TLS instead",
                    e);
        }
    }

    /** The key of the line, and its certificate. */
    static TlsIdentity identity(Profile profile) throws DeskException {
        String key = new String(secret(profile.tlsKey(), "tls_key"), StandardCharsets.US_ASCII);
        String certificate = new String(read(profile.tlsCertificate(), "tls_certificate"), StandardCharsets.US_ASCII);
        try {
            return TlsIdentity.ofPem(key, certificate);
        } catch (IllegalArgumentException e) {
            throw new DeskException.Misconfigured(
                    profile.tlsKey() + ", " + profile.tlsCertificate() + ": " + e.getMessage(),
                    "`demarche liaison keygen --tls` makes a fitting pair",
                    e);
        }
    }

    private static byte[] secret(Path file, String key) throws DeskException {
        try {
            return SecretFiles.read(file);
        } catch (IOException e) {
            throw unreadable(file, key, e);
        }
    }

    static byte[] read(Path file, String key) throws DeskException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, key, e);
        }
    }

    /** A file that can't be read, in one sentence; {@code key}: the profile's key that names it. */
    static DeskException unreadable(Path file, String key, IOException e) {
        String said = e instanceof NoSuchFileException
                ? file + ": missing"
                : e.getMessage() == null ? file + ": can't be read" : e.getMessage();
        return new DeskException.Misconfigured(said, "check " + key + " in the profile", e);
    }
}
