/**
 * HTTP/1.1 on Netty: the listener, its limits, and the way of a request; and the log's files over it, with mutual TLS. What a path gives is decided in
 * {@code server.tiles}.
 */
@NullMarked
package org.demarche.server.web;

import org.jspecify.annotations.NullMarked;
