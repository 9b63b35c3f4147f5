package org.demarche.server.timestamp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.hash.Sha256;
import org.demarche.server.clock.HubClock;
import org.demarche.server.log.HubLog;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.witness.WitnessedHeads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hub's side of time authorities, put together. A hub that only reads shows what is stamped, and asks nobody. */
public final class Stamping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Stamping.class);
    private static final long FIRST_PAUSE_MS = 1_000;

    private final HubLog log;
    private final TimeAuthorities configured;
    private final Stamped stamped;
    private final List<Errand> authorities = new ArrayList<>();
    private final Optional<Stamper> stamper;
    private final Set<String> told = new HashSet<>();

    /**
     * The hub's side.
     *
     * @param random gives requests their nonces
     * @param writes whether heads are stamped
     */
    public Stamping(
            HubLog log,
            WitnessedHeads witnessed,
            StampedHeads store,
            TimeAuthorities configured,
            HubClock clock,
            SecureRandom random,
            boolean writes) {
        this.log = log;
        this.configured = configured;
        this.stamped = new Stamped(log, store, clock::wallMs);
        if (writes) {
            for (TimeAuthorities.Access access : configured.all()) {
                TimeEndpoint endpoint = new TimeEndpoint(access.url(), access.pin());
                authorities.add(new Errand(
                        "time-" + access.name(),
                        new Authority(access, endpoint, log, store, random, clock::wallMs),
                        FIRST_PAUSE_MS,
                        LOG::warn));
            }
        }
        this.stamper = writes && !configured.all().isEmpty()
                ? Optional.of(
                        new Stamper(log, witnessed, store, clock::monotonicMs, configured.intervalMs(), authorities))
                : Optional.empty();
        stamper.ifPresent(log::addListener);
    }

    /** The stamped heads. */
    public Stamped heads() {
        return stamped;
    }

    /** Has heads stamped; to be called often, by one thread, which may wait for the medium. */
    public void attend() {
        stamper.ifPresent(Stamper::attend);
        Charter charter = log.published().governance().charter();
        for (Charter.TimeAuthority named : charter.timeAuthorities()) {
            if (isMissing(named.certificate()) && told.add(named.name())) {
                LOG.warn(
                        "the charter names the time authority {}, and hub.toml no [[time_authority]] with its certificate: it is not asked",
                        named.name());
            }
        }
        for (TimeAuthorities.Access access : configured.all()) {
            boolean named = charter.timeAuthorities().stream()
                    .anyMatch(a -> a.certificate().equals(access.anchor().fingerprint()));
            if (!named && told.add(access.anchor().fingerprint().hex())) {
                LOG.warn(
                        "the [[time_authority]] {} of hub.toml has an anchor that the charter does not name ({}): it is not asked",
                        access.name(),
                        access.anchor().fingerprint().fingerprint());
            }
        }
    }

    private boolean isMissing(Sha256 certificate) {
        return configured.all().stream().noneMatch(a -> a.anchor().fingerprint().equals(certificate));
    }

    /** Asks nobody any more. */
    @Override
    public void close() {
        authorities.forEach(Errand::close);
    }
}
