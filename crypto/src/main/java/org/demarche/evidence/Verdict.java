package org.demarche.evidence;

/**
 * What the ten steps come to.
 *
 * @param code that of the lowest failed step, else of the lowest undecided one, else PROVEN
 * @param sentence the verdict line for people, its class in front
 */
public record Verdict(Code code, String sentence) {}
