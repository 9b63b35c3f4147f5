package org.demarche.server.console;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.demarche.hash.Sha256;
import org.demarche.server.door.Mishaps;
import org.demarche.server.intake.Quotas;
import org.demarche.server.intake.Quotas.Use;
import org.demarche.server.web.Exchange;
import org.demarche.server.web.Requests;
import org.demarche.server.web.Service;
import org.demarche.situation.Situation;
import org.demarche.situation.page.BoardPages;
import org.demarche.situation.page.Route;

/** Answers the board's requests. Pages are drawn by a thread of their own, before which few may wait. Thread-safe. */
final class BoardService implements Service {
    private final Doorkeeper doorkeeper;
    private final Lookout lookout;
    private final Gallery gallery;
    private final Quotas quotas;
    private final Executor painter;
    private final Mishaps mishaps;
    private final BoardResponses responses;
    private final LongSupplier monotonicMs;

    /**
     * A service.
     *
     * @param quotas how many pages each viewer may load in a minute
     * @param painter draws pages; refuses work when too much waits
     * @param monotonicMs how much time passes, in milliseconds
     */
    BoardService(
            Doorkeeper doorkeeper,
            Lookout lookout,
            Gallery gallery,
            Quotas quotas,
            Executor painter,
            Mishaps mishaps,
            BoardResponses responses,
            LongSupplier monotonicMs) {
        this.doorkeeper = doorkeeper;
        this.lookout = lookout;
        this.gallery = gallery;
        this.quotas = quotas;
        this.painter = painter;
        this.mishaps = mishaps;
        this.responses = responses;
        this.monotonicMs = monotonicMs;
    }

    @Override
    public void refuse(Exchange exchange, Requests.Wrong wrong) {
        exchange.whole(responses.refusal(wrong));
    }

    @Override
    public void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request) {
        Optional<Target> target = Target.parse(request.uri());
        Doorkeeper.Verdict verdict = doorkeeper.at(pin, request.headers(), target);
        if (verdict instanceof Doorkeeper.TurnedAway turned) {
            exchange.whole(responses.refusal(HttpResponseStatus.FORBIDDEN, turned.why()));
        } else if (verdict instanceof Doorkeeper.SentOn sent) {
            exchange.whole(responses.sendOn(sent.cookie()));
        } else if (target.isEmpty()) {
            exchange.whole(responses.missing());
        } else {
            admitted(exchange, (Doorkeeper.Admitted) verdict, target.get(), request);
        }
    }

    private void admitted(Exchange exchange, Doorkeeper.Admitted who, Target target, HttpRequest request) {
        if (target instanceof Target.File file) {
            file(exchange, file.file(), request);
        } else if (!(target instanceof Target.Page) && !(target instanceof Target.Events)) {
            // Where nobody asks for a token, there is nothing to visit with one.
            exchange.whole(responses.missing());
        } else if (!quotas.take(who.name(), Use.REQUEST)) {
            exchange.whole(responses.busy(who.name() + " has loaded more than " + quotas.perMinute(Use.REQUEST)
                    + " pages within a minute; wait a little"));
        } else if (target instanceof Target.Page page) {
            page(exchange, page);
        } else {
            events(exchange, ((Target.Events) target).route(), who.still());
        }
    }

    private void file(Exchange exchange, BoardFile file, HttpRequest request) {
        boolean known = request.headers().get(HttpHeaderNames.IF_NONE_MATCH, "").equals(file.tag());
        exchange.whole(known ? responses.unchanged(file) : responses.file(file, exchange.headOnly()));
    }

    private void page(Exchange exchange, Target.Page page) {
        try {
            painter.execute(() -> draw(exchange, page));
        } catch (RejectedExecutionException e) {
            exchange.whole(responses.busy("too many pages are being loaded; wait a moment"));
        }
    }

    private void draw(Exchange exchange, Target.Page page) {
        try {
            Situation situation = lookout.look(
                    page.route() instanceof Route.OfIncident incident ? Set.of(incident.id()) : Set.of(),
                    gallery.pages());
            exchange.whole(BoardPages.page(situation, page.route(), page.wall())
                    .map(html -> responses.page(html, exchange.headOnly()))
                    .orElseGet(responses::missing));
        } catch (RuntimeException e) {
            exchange.whole(responses.refusal(
                    mishaps.refusal("the board's page " + page.route().path(), e)));
        }
    }

    private void events(Exchange exchange, Route route, BooleanSupplier still) {
        if (route instanceof Route.OfIncident incident && !lookout.knows(incident.id())) {
            exchange.whole(responses.missing());
        } else if (exchange.headOnly()) {
            exchange.whole(responses.eventsHead());
        } else if (!gallery.enter()) {
            exchange.whole(responses.busy("as many pages of the board are open as may be (board.clients in hub.toml)"));
        } else {
            Viewer viewer = new Viewer(exchange, route, still, monotonicMs.getAsLong());
            exchange.stream(responses.events(), () -> {
                gallery.leave();
                gallery.remove(viewer);
            });
            gallery.add(viewer);
        }
    }
}
