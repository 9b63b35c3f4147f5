package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.demarche.refusal.Refusal;
import org.demarche.server.config.HubConfig;
import org.demarche.server.door.Mishaps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LogOutputTest {
    private final PrintStream before = System.err;

    @AfterEach
    void putBack() throws Exception {
        System.setErr(before);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void json_eachEvent_isOneObjectInALineWithWhatItIsAboutInMembers() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        LogOutput.use(new HubConfig.Logging(true, true));

        Refusal told = new Mishaps(() -> "ab12").refusal("a/b", new IllegalStateException("why \"so\"\nnow"));
        LoggerFactory.getLogger("org.demarche.calls")
                .atDebug()
                .addKeyValue("party", "NO")
                .log("call ended");

        String[] lines = written.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSize(2);
        JsonNode mishap = new ObjectMapper().readTree(lines[0]);
        assertThat(told.sentence()).contains("ab12");
        assertThat(mishap.get("level").asText()).isEqualTo("ERROR");
        assertThat(mishap.get("formattedMessage").asText()).isEqualTo("report ab12: a/b failed");
        assertThat(mishap.get("kvpList").toString()).contains("{\"report\":\"ab12\"}", "{\"call\":\"a/b\"}");
        assertThat(mishap.get("throwable").get("message").asText()).isEqualTo("why \"so\"\nnow");
        assertThat(new ObjectMapper().readTree(lines[1]).get("kvpList").toString())
                .contains("{\"party\":\"NO\"}");
    }
}
