package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.client.Profile;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.LineSecurity;
import org.demarche.client.transport.Patience;
import org.demarche.client.transport.RemoteHub;
import org.demarche.key.TlsIdentity;
import org.demarche.secret.SecretFiles;

/** Reads the whole log from the hub, as any party may. */
final class LogFetch {
    /** Far more than any exercise says. */
    static final long MOST_BYTES = 256L << 20;

    private LogFetch() {}

    /** The first {@code size} encoded entries. */
    static List<byte[]> entries(Profile profile, long size, Consumer<String> announce)
            throws PlayException, InterruptedException {
        try {
            String key = new String(SecretFiles.read(profile.tlsKey()), StandardCharsets.US_ASCII);
            TlsIdentity tls = TlsIdentity.ofPem(key, Files.readString(profile.tlsCertificate()));
            LineSecurity security = LineSecurity.of(
                    tls.key(), tls.certificate(), profile.hubPins(), profile.nativeTlsRequired(), announce);
            try (Line line = Line.to(profile.hubs(), security, Patience.STANDARD)) {
                return entries(new RemoteHub(line), size, MOST_BYTES);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new PlayException("the log could not be read: " + e.getMessage(), e);
        }
    }

    static List<byte[]> entries(RemoteHub hub, long size, long mostBytes) throws PlayException, InterruptedException {
        try {
            List<byte[]> entries = hub.entries(size, mostBytes);
            if (entries.size() < size) {
                throw new PlayException("the log could not be read: the hub gave " + entries.size() + " of its " + size
                        + " entries, or they are more than " + mostBytes + " bytes");
            }
            return entries;
        } catch (LineException e) {
            throw new PlayException("the log could not be read: " + e.getMessage(), e);
        }
    }
}
