/**
 * The operator's audit trail: what people have done to a hub, a line each, chained by hashes. It is for those who run the hub; what governments rely on is the log, and
 * needs no word of the operator's.
 */
@NullMarked
package org.demarche.server.audit;

import org.jspecify.annotations.NullMarked;
