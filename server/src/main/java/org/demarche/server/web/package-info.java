/** The log's files over HTTP/1.1 and mutual TLS, on Netty: the listener, its limits, and the way of a request. What a path gives is decided in {@code server.tiles}. */
@NullMarked
package org.demarche.server.web;

import org.jspecify.annotations.NullMarked;
