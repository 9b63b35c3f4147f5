package org.demarche.evidence;

/**
 * A notice of a bundle whose key its party has since declared compromised. It stands; whoever shows it must say so.
 *
 * @param index its entry's
 * @param sentence for people: which notice, and what its party has said
 */
public record Doubtful(long index, String sentence) {}
