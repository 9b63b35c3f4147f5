package org.demarche.charter;

/** A value and where it stands. */
record Placed<T>(String place, T value) {}
