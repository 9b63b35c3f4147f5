/**
 * What time it is, and whether that can be believed. The hub's time starts clocks and closes deadlines, so one bad jump would freeze or open every gate for
 * ever: wall clock, monotonic clock, the log's head and the clients' clocks guard each other (protocol, "Clocks guard each other").
 */
@NullMarked
package org.demarche.server.clock;

import org.jspecify.annotations.NullMarked;
