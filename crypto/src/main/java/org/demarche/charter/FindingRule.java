package org.demarche.charter;

import org.demarche.proto.v1.FindingKind;
import org.demarche.rule.Rule;

/**
 * How a finding is established.
 *
 * @param kind which finding
 * @param quorum whose word it takes
 */
public record FindingRule(FindingKind kind, Rule quorum) {}
