/**
 * The hub's side of witnesses: which heads it offers them, how it takes their word, which heads are witnessed, and the witnesses that others run, whom it asks by HTTP.
 * Nothing here is ever waited for by intake, receipts or delivery: a witness that is slow, silent or malicious costs the log its word and nothing else.
 */
@NullMarked
package org.demarche.server.witness;

import org.jspecify.annotations.NullMarked;
