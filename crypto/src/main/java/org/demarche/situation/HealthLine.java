package org.demarche.situation;

/**
 * A line on how the hub is.
 *
 * @param name of what, such as {@code last backup}
 * @param level how well it is
 * @param value in a few words or figures, such as {@code 2 h 10 min ago}
 * @param detail what to do or to know; may be empty
 */
public record HealthLine(String name, Level level, String value, String detail) {}
