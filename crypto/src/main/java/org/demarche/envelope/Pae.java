package org.demarche.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The pre-authentication encoding of DSSE v1.0.2: {@code "DSSEv1" SP len(type) SP type SP len(body) SP body}, lengths
 * in bytes as decimal ASCII. For {@code http://example.com/HelloWorld} and {@code hello world} it is {@code DSSEv1 29
 * http://example.com/HelloWorld 11 hello world}.
 */
public final class Pae {
    private Pae() {}

    /** The bytes to sign for {@code body} of this type. */
    public static byte[] encode(String type, byte[] body) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        byte[] head =
                ("DSSEv1 " + typeBytes.length + " " + type + " " + body.length + " ").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
