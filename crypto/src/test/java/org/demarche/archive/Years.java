package org.demarche.archive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Instants of far years. */
public final class Years {
    private Years() {}

    /** The first instant of March of a year. */
    public static Instant march(int year) {
        return LocalDate.of(year, 3, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first instant of a year. */
    public static Instant newYear(int year) {
        return LocalDate.of(year, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
