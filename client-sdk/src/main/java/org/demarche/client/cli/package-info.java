/**
 * The {@code liaison} command, for officers: the verbs of a desk over {@link org.demarche.client.Desk}. stdout is the answer, stderr everything else; every command
 * that prints data obeys {@code -o table|json}; exit codes are {@link org.demarche.client.cli.Exit}'s. What an answer says it
 * says in signs and words, and nothing of it is wider than 80 columns, or than the terminal. {@code watch} and {@code incident} are live on a terminal
 * ({@link org.demarche.client.cli.Live}); they show what the situation board shows ({@link org.demarche.situation}), in the same words, and a colour there only repeats them.
 */
@NullMarked
package org.demarche.client.cli;

import org.jspecify.annotations.NullMarked;
