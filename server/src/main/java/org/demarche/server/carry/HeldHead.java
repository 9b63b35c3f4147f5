package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.List;
import org.demarche.key.LogPublicKey;

/**
 * A head that a desk keeps, with what witnesses and time authorities said of it. Nothing of it is verified.
 *
 * @param file where it was read
 * @param note the very bytes that tokens are over
 * @param witnesses public keys of witnesses
 * @param tokens over the note
 */
record HeldHead(Path file, ByteString note, List<LogPublicKey> witnesses, List<Token> tokens) {
    HeldHead {
        witnesses = List.copyOf(witnesses);
        tokens = List.copyOf(tokens);
    }

    /**
     * A token.
     *
     * @param token in DER
     * @param anchor the certificate in DER to which it leads
     */
    record Token(ByteString token, ByteString anchor) {}
}
