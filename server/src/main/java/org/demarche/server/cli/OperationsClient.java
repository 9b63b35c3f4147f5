package org.demarche.server.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.demarche.key.TlsIdentity;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.config.HubConfig;
import org.demarche.server.operations.Condition;
import org.demarche.server.operations.Condition.State;
import org.demarche.server.tls.PinTrust;

/** Asks the hub that runs on a directory how it does. */
final class OperationsClient {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final HubConfig config;
    private final Directory directory;

    OperationsClient(HubConfig config, Directory directory) {
        this.config = config;
        this.directory = directory;
    }

    /** How it does; one that cannot be asked is not ready. */
    Condition ask() throws HubException, InterruptedException {
        String address = HubFiles.operationsAt(directory.path());
        if (address.isEmpty()) {
            return unready("the hub is starting");
        }
        boolean secured = config.operations().secured();
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(WITHIN);
        if (secured) {
            TlsIdentity identity = HubFiles.tlsIdentity(config);
            client.sslContext(PinTrust.inServer(identity.pin(), identity));
        }
        URI ready = URI.create((secured ? "https://" : "http://") + address + "/healthz/ready");
        try {
            HttpResponse<String> response = client.build()
                    .send(HttpRequest.newBuilder(ready).timeout(WITHIN).build(), HttpResponse.BodyHandlers.ofString());
            return Condition.parse(response.body())
                    .orElseGet(() -> unready("what answers at " + ready + " is no hub of this release"));
        } catch (IOException e) {
            return unready("the hub does not answer at " + ready);
        }
    }

    private static Condition unready(String why) {
        return new Condition(State.NOT_READY, List.of(why), List.of(), List.of());
    }
}
