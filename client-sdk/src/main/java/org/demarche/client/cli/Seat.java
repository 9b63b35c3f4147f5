package org.demarche.client.cli;

import java.io.IOException;
import java.util.Optional;

/** The terminal that somebody sits at, and reads keys from and shows screens on. */
interface Seat {
    /** Nobody sits there: what is said goes to a file or a pipe. */
    Seat NONE = new Seat() {
        @Override
        public Optional<Size> size() {
            return Optional.empty();
        }

        @Override
        public Raw raw() throws IOException {
            throw new IOException("there is no terminal");
        }
    };

    /** How large it is now. */
    record Size(int rows, int columns) {}

    /** Keys come one by one and are not shown, until it is closed; to close it twice does nothing more. */
    interface Raw extends AutoCloseable {
        @Override
        void close();
    }

    /** Its size; empty if nobody sits there. */
    Optional<Size> size();

    /** Has keys come one by one. */
    Raw raw() throws IOException;
}
