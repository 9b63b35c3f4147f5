package org.demarche.escalation;

import org.demarche.hash.Sha256;

/**
 * The newest entry of a chain.
 *
 * @param leaf its leaf hash
 * @param index its index
 */
public record Tip(Sha256 leaf, long index) {}
