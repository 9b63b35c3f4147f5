/**
 * The hub's gRPC services, and the only package that knows gRPC. Who may call what, and what a message may hold, is read from the proto files' options, in one
 * interceptor each; errors have one shape, made in one factory, and an interceptor lets no other shape out.
 */
@NullMarked
package org.demarche.server.rpc;

import org.jspecify.annotations.NullMarked;
