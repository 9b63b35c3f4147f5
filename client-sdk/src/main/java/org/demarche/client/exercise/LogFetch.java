package org.demarche.client.exercise;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.demarche.client.Profile;
import org.demarche.client.transport.Line;
import org.demarche.client.transport.LineSecurity;
import org.demarche.client.transport.Patience;
import org.demarche.key.TlsIdentity;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.secret.SecretFiles;

/** Reads the whole log from the hub, as any party may. */
final class LogFetch {
    private static final long DEADLINE_SECONDS = 60;

    private LogFetch() {}

    /** The encoded entries, from 0 on. */
    static List<byte[]> entries(Profile profile, Consumer<String> announce) throws PlayException, InterruptedException {
        try {
            String key = new String(SecretFiles.read(profile.tlsKey()), StandardCharsets.US_ASCII);
            TlsIdentity tls = TlsIdentity.ofPem(key, Files.readString(profile.tlsCertificate()));
            LineSecurity security = LineSecurity.of(
                    tls.key(), tls.certificate(), profile.hubPins(), profile.nativeTlsRequired(), announce);
            try (Line line = Line.to(profile.hubs(), security, Patience.STANDARD)) {
                return line.call(channel -> collect(LogServiceGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .getEntries(GetEntriesRequest.getDefaultInstance())));
            }
        } catch (IOException | IllegalArgumentException | StatusRuntimeException e) {
            throw new PlayException("the log could not be read: " + e.getMessage(), e);
        }
    }

    private static List<byte[]> collect(Iterator<GetEntriesResponse> responses) {
        List<byte[]> entries = new ArrayList<>();
        responses.forEachRemaining(response -> entries.add(response.getEntry().toByteArray()));
        return entries;
    }
}
