package org.demarche.server.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.proto.v1.Precedence;
import org.demarche.refusal.Reason;
import org.demarche.server.clock.Reading;
import org.demarche.server.intake.Outcomes;
import org.demarche.server.log.Answer;
import org.demarche.server.log.Contact;
import org.demarche.server.log.ForkAlarm;
import org.demarche.server.log.Published;

/**
 * The hub's metrics. Labels come from closed sets: reasons, precedences, and the parties, witnesses and tiers of the charter; no label and no value tells what a notice
 * says. Most are read off the hub when they are asked for, so that intake does no more for them than to count. Thread-safe.
 */
public final class Meters implements Outcomes, AutoCloseable {
    private static final String SECONDS = "seconds";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final Map<Accepted, Counter> accepted = new ConcurrentHashMap<>();
    private final Map<Reason, Counter> rejected = new EnumMap<>(Reason.class);
    private final Counter unknown;
    private final Timer answered;

    private record Accepted(String party, Precedence precedence) {}

    /** None but those of the process and of intake yet. */
    public Meters() {
        for (Reason reason : Reason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("hub.notices.rejected")
                            .description("Notices that were not taken.")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        unknown = Counter.builder("hub.notices.unknown")
                .description("Notices of which the hub did not know whether they were logged.")
                .register(registry);
        answered = Timer.builder("hub.notice.ack")
                .description("From a notice's arrival to its answer.")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(2_500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10))
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    @Override
    public void settled(UnverifiedNotice notice, Answer answer, long nanos) {
        answered.record(Duration.ofNanos(nanos));
        if (answer instanceof Answer.Logged) {
            Accepted what =
                    new Accepted(notice.notice().getAuthor(), notice.notice().getPrecedence());
            accepted.computeIfAbsent(what, this::counter).increment();
        } else if (answer instanceof Answer.Refused refused) {
            unread(refused.refusal().reason());
        } else {
            unknown.increment();
        }
    }

    @Override
    public void unread(Reason reason) {
        Counter counter = rejected.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private Counter counter(Accepted what) {
        return Counter.builder("hub.notices.accepted")
                .description("Notices that are in the log, by author.")
                .tag("party", what.party())
                .tag(
                        "precedence",
                        what.precedence().name().replace("PRECEDENCE_", "").toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** Adds those that are read off the hub. */
    Gauges watch(
            Watched hub, Vitals vitals, Premises premises, Supplier<Instant> certificateEnds, ReloadResult reload) {
        Gauges gauges = new Gauges(registry, hub, premises);
        log(hub, gauges);
        forks(hub.log().forks());
        store(hub.contact());
        governance(hub);
        clock(hub);
        gauge("hub.draining", "1: the hub is about to end.", "", vitals, v -> bit(v.draining()));
        gauge(
                "hub.config.last.reload.success",
                "1: the certificate and key in the files are those that are used.",
                "",
                reload,
                r -> bit(r.failure().isEmpty()));
        Gauge.builder("hub.tls.cert.expiry", () -> secondsTo(hub, certificateEnds.get()))
                .description("To the end of the hub's TLS certificate; negative: past.")
                .baseUnit(SECONDS)
                .tag("role", "hub")
                .register(registry);
        gauge(
                "hub.backup.last.success",
                "Since the last backup; NaN: none is known of.",
                SECONDS,
                premises,
                p -> sinceBackup(hub, p));
        String version = Meters.class.getPackage().getImplementationVersion();
        Gauge.builder("hub.build.info", () -> 1)
                .description("Which release this is.")
                .tag("version", version == null ? "source" : version)
                .register(registry);
        return gauges;
    }

    /** Adds whether the hub is ready, as it tells whoever asks. */
    void watch(Patrol patrol) {
        gauge(
                "hub.ready",
                "1: the hub takes notices in.",
                "",
                patrol,
                p -> bit(p.condition().ready()));
    }

    private void log(Watched hub, Gauges gauges) {
        gauge("hub.log.size", "Entries of the log.", "", hub, h -> h.published().size());
        gauge(
                "hub.log.head.age",
                "Age of the newest entry.",
                SECONDS,
                hub,
                h -> Math.max(0, h.clock().wallMs() - h.published().lastAcceptedAtMs()) / 1_000.0);
        gauge(
                "hub.log.witnessed.size",
                "Entries that a quorum of witnesses has cosigned.",
                "",
                hub,
                h -> h.witnessed().newestSize());
        gauge(
                "hub.log.unwitnessed",
                "Since when there are entries that no quorum of witnesses has cosigned, where the charter wants one.",
                SECONDS,
                gauges,
                Gauges::unwitnessedS);
        gauge(
                "hub.notices.waiting",
                "Notices that wait to be verified or appended.",
                "",
                hub,
                h -> h.intake().waiting());
        gauge(
                "hub.notices.longest.wait",
                "For how long the one of them has waited that came first; 0: none waits.",
                SECONDS,
                hub,
                h -> h.intake().longestWaitNanos() / 1e9);
        gauge(
                "hub.notices.unverified",
                "Notices that wait to be verified.",
                "",
                hub,
                h -> h.unverified().getAsInt());
        gauge(
                "hub.followers",
                "Streams that follow the log.",
                "",
                hub,
                h -> h.followers().size());
    }

    private void forks(ForkAlarm forks) {
        for (ForkAlarm.By by : ForkAlarm.By.values()) {
            FunctionCounter.builder("hub.log.forks", forks, f -> f.raised(by))
                    .description("How often a second history of the log was seen, or told of.")
                    .tag("by", by.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void store(Contact contact) {
        gauge(
                "hub.store.contact",
                "Since all of the log was last known, and a write of this hub's own confirmed; 0 where no other hub writes.",
                SECONDS,
                contact,
                c -> c.sinceMs() / 1_000.0);
        gauge(
                "hub.store.answer",
                "How long the store took to answer when the hub last asked it how it is.",
                SECONDS,
                contact,
                c -> c.answeredAfterMs() / 1_000.0);
    }

    private void governance(Watched hub) {
        gauge(
                "hub.exercise",
                "1: the charter is of an exercise.",
                "",
                hub,
                h -> bit(h.charter().exercise()));
        gauge(
                "hub.charter.in.force",
                "1: enough parties have assented.",
                "",
                hub,
                h -> bit(h.published().governance().inForce()));
        gauge(
                "hub.charter.expiry",
                "To the charter's end; negative: past.",
                SECONDS,
                hub,
                h -> (h.charter().expiresMs() - h.clock().wallMs()) / 1_000.0);
    }

    private void clock(Watched hub) {
        gauge("hub.clock.believed", "1: the hub's clock goes on as it should.", "", hub, h -> {
            Published now = h.published();
            return bit(h.guard().read(now.lastAcceptedAtMs(), h.charter().skewMs()) instanceof Reading.Sound);
        });
        gauge(
                "hub.clock.agreed",
                "1: clients of two parties agree with the hub's clock.",
                "",
                hub,
                h -> bit(h.guard().isAgreed(h.charter().skewMs())));
        gauge(
                "hub.clock.offset",
                "Median of how far clients' clocks are ahead of the hub's; NaN: none has told within a minute.",
                SECONDS,
                hub,
                h -> h.guard().offsetMs().isPresent() ? h.guard().offsetMs().getAsLong() / 1_000.0 : Double.NaN);
    }

    private static double secondsTo(Watched hub, Instant end) {
        return (end.toEpochMilli() - hub.clock().wallMs()) / 1_000.0;
    }

    private static double sinceBackup(Watched hub, Premises premises) {
        try {
            return premises.backups().lastAt().map(at -> -secondsTo(hub, at)).orElse(Double.NaN);
        } catch (IOException e) {
            // Said among the warnings.
            return Double.NaN;
        }
    }

    private static int bit(boolean is) {
        return is ? 1 : 0;
    }

    private <T> void gauge(String name, String help, String unit, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(help)
                .baseUnit(unit.isEmpty() ? null : unit)
                .strongReference(true)
                .register(registry);
    }

    /** All of them, as Prometheus reads them. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        registry.close();
    }
}
