package org.demarche.server.web;

import com.google.protobuf.ByteString;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.demarche.server.door.Mishaps;
import org.demarche.server.tiles.LogFile;
import org.demarche.server.tiles.LogFiles;
import org.demarche.server.tiles.Readers;
import org.demarche.server.tiles.Readers.Reading;

/** Answers requests: on threads that may wait for the store, and, where a file is large, as fast as its reader takes it. Thread-safe. */
final class Answers implements Service {
    private final Readers readers;
    private final Mishaps mishaps;
    private final Executor store;
    private final Responses responses;

    /**
     * Answers.
     *
     * @param store runs what may wait for the store
     */
    Answers(Readers readers, Mishaps mishaps, Executor store, Responses responses) {
        this.readers = readers;
        this.mishaps = mishaps;
        this.store = store;
        this.responses = responses;
    }

    @Override
    public void refuse(Exchange exchange, Requests.Wrong wrong) {
        exchange.whole(responses.refusals().of(wrong.status(), wrong.refusal()));
    }

    @Override
    public void answer(Exchange exchange, Optional<Sha256> pin, HttpRequest request) {
        String path = request.uri();
        later(() -> now(exchange, pin.orElseThrow(), path), exchange::breakOff);
    }

    private void now(Exchange exchange, Sha256 pin, String path) {
        try {
            send(exchange, readers.open(pin, path), path);
        } catch (RefusedException e) {
            exchange.whole(responses.refusals().of(e.refusal()));
        } catch (RuntimeException e) {
            exchange.whole(responses.refusals().of(mishaps.refusal(path, e)));
        }
    }

    private void send(Exchange exchange, Reading reading, String path) {
        if (exchange.headOnly() || !(reading.file() instanceof LogFile.Bundle bundle)) {
            reading.close();
            exchange.whole(
                    responses.file(reading.file(), exchange.headOnly() ? ByteString.EMPTY : bytes(reading.file())));
        } else {
            exchange.begin(responses.head(bundle));
            goOn(exchange, reading, bundle, bundle.from(), path);
        }
    }

    private static ByteString bytes(LogFile file) {
        if (file instanceof LogFile.Note note) {
            return note.bytes();
        }
        return ByteString.copyFrom(((LogFile.Hashes) file).tile().bytes());
    }

    /** Sends the entries from {@code from} on: the next few are read when these have gone out. */
    private void goOn(Exchange exchange, Reading reading, LogFile.Bundle bundle, long from, String path) {
        Runnable gone = () -> {
            reading.close();
            exchange.breakOff();
        };
        if (from == bundle.end()) {
            reading.close();
            exchange.last();
            return;
        }
        try {
            LogFiles.Part part = readers.files().part(bundle, from);
            exchange.part(
                    part.bytes(), () -> later(() -> goOn(exchange, reading, bundle, part.next(), path), gone), gone);
        } catch (RuntimeException e) {
            mishaps.refusal(path, e);
            gone.run();
        }
    }

    private void later(Runnable work, Runnable otherwise) {
        try {
            store.execute(work);
        } catch (RejectedExecutionException e) {
            // The hub has ended meanwhile.
            otherwise.run();
        }
    }
}
