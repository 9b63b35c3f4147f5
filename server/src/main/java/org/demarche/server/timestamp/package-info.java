/**
 * Has heads of the log stamped by the time authorities that the charter names, and keeps their tokens. An authority that is down is asked again; nothing ever waits for
 * one.
 */
@NullMarked
package org.demarche.server.timestamp;

import org.jspecify.annotations.NullMarked;
