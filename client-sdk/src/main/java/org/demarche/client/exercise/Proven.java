package org.demarche.client.exercise;

import java.nio.file.Path;
import org.demarche.evidence.Report;

/**
 * A file of evidence.
 *
 * @param file where it is
 * @param report what the verification says to it
 */
public record Proven(Path file, Report report) {}
