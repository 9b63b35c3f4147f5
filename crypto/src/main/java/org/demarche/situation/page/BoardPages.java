package org.demarche.situation.page;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.hash.Sha256;
import org.demarche.situation.CharterView;
import org.demarche.situation.RegisterView;
import org.demarche.situation.Situation;

/**
 * The pages of a hub's console. A page is whole by itself and works without its script; with it, {@link #regions} replaces the parts that have changed.
 *
 * <p>A page loads {@value #STYLE_PATH} and {@value #SCRIPT_PATH}, and listens at {@link Route#events}, to events named {@code board} whose data are the regions.
 */
public final class BoardPages {
    /** Where pages load their style sheet from. */
    public static final String STYLE_PATH = "/static/board.css";

    /** Where pages load their module from. */
    public static final String SCRIPT_PATH = "/static/board.js";

    private static final HtmlInterceptor NONE = new HtmlInterceptor() {
        @Override
        public void onHtmlTagOpened(String name, Map<String, Object> attributes, TemplateOutput output) {}

        @Override
        public void onHtmlTagClosed(String name, TemplateOutput output) {}
    };

    private BoardPages() {}

    /**
     * A page as a browser loads it.
     *
     * @param wall whether it is for a screen that is read from afar: {@code ?wall}
     * @return empty: there is no such incident
     */
    public static Optional<String> page(Situation situation, Route route, boolean wall) {
        if (route instanceof Route.Board) {
            return Optional.of(board(situation, wall));
        }
        if (route instanceof Route.Register) {
            return Optional.of(register(situation, wall));
        }
        if (route instanceof Route.OfCharter) {
            return Optional.of(charter(situation, wall));
        }
        return incident(situation, ((Route.OfIncident) route).id(), wall);
    }

    /** The board. */
    public static String board(Situation situation, boolean wall) {
        return written(out -> JteboardGenerated.render(
                out, NONE, situation, frame(situation, "Situation board", wall, new Route.Board())));
    }

    /** An incident; empty: there is none with this identity. */
    public static Optional<String> incident(Situation situation, Sha256 id, boolean wall) {
        Frame frame = frame(situation, "Incident " + id.brief(), wall, new Route.OfIncident(id));
        return situation
                .incident(id)
                .map(view -> written(out -> JteincidentGenerated.render(out, NONE, situation, view, frame)));
    }

    /** The register of pledges and declarations. */
    public static String register(Situation situation, boolean wall) {
        Frame frame = frame(situation, "Register", wall, new Route.Register());
        return written(out -> JteregisterGenerated.render(out, NONE, situation, RegisterView.of(situation), frame));
    }

    /** The charter and who has assented to it. */
    public static String charter(Situation situation, boolean wall) {
        Frame frame = frame(situation, "Charter", wall, new Route.OfCharter());
        return written(out -> JtecharterGenerated.render(out, NONE, situation, CharterView.of(situation), frame));
    }

    /**
     * The parts of a page that move, one after the other: elements with a {@code data-region}, for the data of one event.
     *
     * @return empty: there is no such incident
     */
    public static Optional<String> regions(Situation situation, Route route) {
        if (route instanceof Route.Board) {
            return Optional.of(regions(situation));
        }
        if (route instanceof Route.Register) {
            return Optional.of(written(
                    out -> JteregisterRegionsGenerated.render(out, NONE, situation, RegisterView.of(situation))));
        }
        if (route instanceof Route.OfCharter) {
            return Optional.of(
                    written(out -> JtecharterRegionsGenerated.render(out, NONE, situation, CharterView.of(situation))));
        }
        return situation
                .incident(((Route.OfIncident) route).id())
                .map(view -> written(out -> JteincidentRegionsGenerated.render(out, NONE, situation, view)));
    }

    /** The parts of the board that move. */
    public static String regions(Situation situation) {
        return written(out -> JteboardRegionsGenerated.render(out, NONE, situation));
    }

    /** The report on an exercise: one file, with its style in it, that loads nothing. */
    public static String account(Account account) {
        Frame frame = new Frame(
                account.title(),
                true,
                false,
                Optional.empty(),
                Optional.of(new String(style(), StandardCharsets.UTF_8)));
        return written(out -> JteaccountGenerated.render(out, NONE, account, frame));
    }

    /** The style sheet of every page, UTF-8. */
    public static byte[] style() {
        return resource("board.css");
    }

    /** The module of every page, UTF-8. */
    public static byte[] script() {
        return resource("board.js");
    }

    private static Frame frame(Situation situation, String title, boolean wall, Route route) {
        return new Frame(
                title + " · " + situation.charter().title(),
                situation.exercise(),
                wall,
                Optional.of(route),
                Optional.empty());
    }

    private static String written(Consumer<CleanOutput> page) {
        CleanOutput out = new CleanOutput();
        page.accept(out);
        return out.toString();
    }

    private static byte[] resource(String name) {
        try (InputStream in = BoardPages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError(name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": cannot be read", e);
        }
    }
}
