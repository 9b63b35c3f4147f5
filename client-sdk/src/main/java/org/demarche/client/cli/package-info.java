/**
 * The {@code liaison} command, for officers: the verbs of a desk over {@link org.demarche.client.Desk}. stdout is the answer, stderr everything else; every command
 * that prints data obeys {@code -o table|json}; exit codes are {@link org.demarche.client.cli.Exit}'s. Nothing is coloured, and nothing is wider than 80 columns.
 */
@NullMarked
package org.demarche.client.cli;

import org.jspecify.annotations.NullMarked;
