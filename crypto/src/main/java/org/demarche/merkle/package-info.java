/**
 * The append-only tree of RFC 6962 (RFC 9162 §2.1) over SHA-256: leaf hash {@code SHA-256(0x00 || entry)}, node {@code SHA-256(0x01 || left || right)}, empty
 * tree {@code SHA-256()}. Inclusion and consistency are proved and checked side by side.
 */
@NullMarked
package org.demarche.merkle;

import org.jspecify.annotations.NullMarked;
