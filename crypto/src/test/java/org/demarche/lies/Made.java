package org.demarche.lies;

import java.util.Optional;
import java.util.function.Supplier;

/** A file that is made when it is asked for, and once: signing takes most of the time of these tests, and several ask for the same files. */
final class Made implements Supplier<byte[]> {
    private final Supplier<byte[]> making;
    private Optional<byte[]> made = Optional.empty();

    Made(Supplier<byte[]> making) {
        this.making = making;
    }

    @Override
    public synchronized byte[] get() {
        if (made.isEmpty()) {
            made = Optional.of(making.get());
        }
        return made.get().clone();
    }
}
