package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.demarche.server.Says;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class CallLogTest {
    private static final String TEXT = "a sentence of one government to another";

    @TempDir
    private Path directory;

    private final Logger logger = (Logger) LoggerFactory.getLogger(CallLog.LOGGER);
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> kept = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    @AfterEach
    void putBack() {
        logger.setLevel(null);
        logger.detachAppender(kept);
    }

    private static Map<String, String> members(ILoggingEvent event) {
        return event.getKeyValuePairs().stream().collect(Collectors.toMap(p -> p.key, p -> String.valueOf(p.value)));
    }

    @Test
    void call_atItsEnd_isLoggedWithWhoWhatAndWhyButNotWhatWasSaid() throws Exception {
        try (InProcessHub hub = new InProcessHub(directory)) {
            hub.reportClock("NO");
            assertThat(events).isEmpty();
            kept.start();
            logger.addAppender(kept);
            logger.setLevel(Level.DEBUG);

            hub.reportClock("NO");
            Refused.by(() -> hub.desk("NO").submit(hub.request(hub.sign("NO/watch", Says.message(TEXT)))));

            await().until(() -> events.size() == 2);
            assertThat(members(events.get(0)))
                    .containsEntry("party", "NO")
                    .containsEntry("service", "demarche.v1.DeskService")
                    .containsEntry("method", "ReportClock")
                    .containsEntry("code", "OK")
                    .doesNotContainKey("reason");
            assertThat(members(events.get(1))).containsEntry("method", "Submit").containsKeys("call", "ms", "reason");
            assertThat(events)
                    .noneMatch(e -> e.getFormattedMessage().contains(TEXT)
                            || members(e).toString().contains(TEXT));
        }
    }
}
