package org.demarche.server.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.demarche.server.config.HubConfig;
import org.slf4j.LoggerFactory;

/** In which form the hub writes what it logs for its operator. */
final class LogOutput {
    private static final String JSON = "/logback-json.xml";
    private static final String CALLS = "org.demarche.calls";

    private LogOutput() {}

    /** From now on it writes so; in JSON each event is an object in a line, with what it is about in members of their own. */
    static void use(HubConfig.Logging logging) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (logging.json()) {
            json(context);
        }
        if (logging.calls()) {
            context.getLogger(CALLS).setLevel(Level.DEBUG);
        }
    }

    private static void json(LoggerContext context) {
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try (InputStream in = LogOutput.class.getResourceAsStream(JSON)) {
            configurator.doConfigure(Objects.requireNonNull(in, JSON));
        } catch (JoranException | IOException e) {
            throw new IllegalStateException(JSON + " cannot be read", e);
        }
    }
}
