/**
 * A small world for tests of promises: six parties, a short plan, real keys on disk, a hub that can be killed and started anew on its port, desks that connect to it.
 */
@NullMarked
package org.demarche.world;

import org.jspecify.annotations.NullMarked;
