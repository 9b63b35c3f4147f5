/**
 * The append-only tree of RFC 6962 (RFC 9162 §2.1) over SHA-256: leaf hash {@code SHA-256(0x00 || entry)}, node
 * {@code SHA-256(0x01 || left || right)}, empty tree {@code SHA-256()}. Inclusion and consistency are proved and checked side by side.
 *
 * <p>{@link org.demarche.merkle.Frontier} grows a tree and keeps only its edge. {@link org.demarche.merkle.NodeReader} is all that
 * {@link org.demarche.merkle.Proofs} needs of a stored tree: {@link org.demarche.merkle.MemoryTree} holds every node,
 * {@link org.demarche.merkle.TileNodes} computes them from tiles. {@link org.demarche.merkle.ProofCheck} needs no tree at all.
 */
@NullMarked
package org.demarche.merkle;

import org.jspecify.annotations.NullMarked;
