package org.demarche.cluster;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.demarche.client.Receipt;
import org.demarche.hash.Sha256;

/**
 * A line for each receipt, on disk before the desk goes on: milliseconds since 1970 when it came, the party, the entry's index, the notice's identity, and the SHA-256 of the
 * entry's bytes.
 */
final class Journal implements AutoCloseable {
    private final FileChannel file;

    private Journal(FileChannel file) {
        this.file = file;
    }

    static Journal open(Path path) throws IOException {
        return new Journal(FileChannel.open(path, CREATE, WRITE, APPEND));
    }

    synchronized void keep(String party, Receipt receipt) throws IOException {
        byte[] entry = org.demarche.proto.v1.Receipt.parseFrom(receipt.bytes())
                .getEntry()
                .toByteArray();
        String line = "%d %s %d %s %s%n"
                .formatted(
                        Clock.systemUTC().millis(),
                        party,
                        receipt.index(),
                        receipt.notice().hex(),
                        Sha256.of(entry).hex());
        file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
