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
    private LogFetch() {}

    /** The encoded entries, from 0 on. */
    static List<byte[]> entries(Profile profile, Consumer<String> announce) throws PlayException, InterruptedException {
        try {
            String key = new String(SecretFiles.read(profile.tlsKey()), StandardCharsets.US_ASCII);
            TlsIdentity tls = TlsIdentity.ofPem(key, Files.readString(profile.tlsCertificate()));
            LineSecurity security = LineSecurity.of(
                    tls.key(), tls.certificate(), profile.hubPins(), profile.nativeTlsRequired(), announce);
            try (Line line = Line.to(profile.hubs(), security, Patience.STANDARD)) {
                return new RemoteHub(line).entries();
            }
        } catch (IOException | IllegalArgumentException | LineException e) {
            throw new PlayException("the log could not be read: " + e.getMessage(), e);
        }
    }
}
