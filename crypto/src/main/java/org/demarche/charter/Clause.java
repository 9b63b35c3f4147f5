package org.demarche.charter;

/**
 * What a charter says at one place.
 *
 * @param area of what it is
 * @param subject the place, by the same name in every charter
 * @param meaning what is compared; names that people use for parties have no part in it
 * @param words what people read
 */
record Clause(Difference.Area area, String subject, Object meaning, String words) {}
