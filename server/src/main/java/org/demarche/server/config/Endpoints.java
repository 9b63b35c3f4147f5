package org.demarche.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.demarche.hash.Sha256;

/** Reads where others listen whom the hub calls. */
final class Endpoints {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "[::1]", "localhost");

    private Endpoints() {}

    /** An address: https, or http to this machine itself. */
    static URI url(Settings settings, String key) {
        String text = settings.text(key);
        try {
            URI url = new URI(text);
            boolean isSafe = "https".equals(url.getScheme())
                    || "http".equals(url.getScheme()) && THIS_MACHINE.contains(String.valueOf(url.getHost()));
            if (isSafe
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            settings.problem(key, "an address: " + e.getReason());
            return URI.create("");
        }
        settings.problem(key, "\"https://HOST/PATH\", or http to this machine itself; without what is behind ? and #");
        return URI.create("");
    }

    /** SHA-256 of the server's SubjectPublicKeyInfo, if it is stated. */
    static Optional<Sha256> pin(Settings settings, String key) {
        String text = settings.text(key);
        Optional<Sha256> pin = Sha256.parseFingerprint(text);
        if (!text.isEmpty() && pin.isEmpty()) {
            settings.problem(key, "\"sha256:\" and 64 lower-case hexadecimal digits");
        }
        return pin;
    }
}
