/**
 * What an operator who holds the log's keys can and cannot do to history: the log is rewritten and signed anew, evidence is written from it, and the verification is
 * asked.
 */
@NullMarked
package org.demarche.client.exercise.forge;

import org.jspecify.annotations.NullMarked;
