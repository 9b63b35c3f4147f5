/**
 * The signed text that names parties, keys, tiers and rules. {@link org.demarche.charter.CharterParser} turns the very bytes that people read into a
 * {@link org.demarche.charter.Charter}, or says everything that is wrong with them at once; {@link org.demarche.charter.CharterExplainer} turns a charter into
 * plain sentences. Reads no clock, no file, no network.
 */
@NullMarked
package org.demarche.charter;

import org.jspecify.annotations.NullMarked;
