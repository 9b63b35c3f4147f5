/**
 * How a hub is watched: its condition, its metrics, and the small listener that tells them. Nothing here decides anything about notices, and nothing that is told holds
 * what a notice says.
 */
@NullMarked
package org.demarche.server.operations;

import org.jspecify.annotations.NullMarked;
