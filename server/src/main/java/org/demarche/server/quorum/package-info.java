/**
 * Follows every incident live: who has acknowledged, what waits for which gate, when the next deadline is; wakes watchers, and has the hub's mark put into the
 * log when time alone has moved an incident. What it shows is decided by {@code org.demarche.escalation}.
 */
@NullMarked
package org.demarche.server.quorum;

import org.jspecify.annotations.NullMarked;
