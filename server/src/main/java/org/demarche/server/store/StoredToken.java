package org.demarche.server.store;

import com.google.protobuf.ByteString;

/**
 * A token over a frozen head's note.
 *
 * @param size of the head
 * @param authority the name that the charter gave to the time authority
 * @param token the token in DER, lean
 * @param anchor the certificate in DER to which it leads
 */
public record StoredToken(long size, String authority, ByteString token, ByteString anchor) {}
