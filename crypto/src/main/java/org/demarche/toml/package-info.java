/** What the TOML library does not tell of a text, or tells wrongly: its comments, its lines, and numbers that it would misread. Whoever reads TOML by it asks here first. */
@NullMarked
package org.demarche.toml;

import org.jspecify.annotations.NullMarked;
