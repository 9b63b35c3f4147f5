/**
 * Who must concur: the rule language of the charter, its parser, and its pure evaluation, which explains itself clause by clause.
 *
 * <pre>
 * rule   = term { "or" term }
 * term   = factor { "and" factor }
 * factor = party | "(" rule ")" | ( k | "all" | "any" ) "of" set
 * set    = group | "(" name { "," name } ")"
 * </pre>
 *
 * Rules are monotone and free of order and weight: they depend on the set of parties alone.
 */
@NullMarked
package org.demarche.rule;

import org.jspecify.annotations.NullMarked;
