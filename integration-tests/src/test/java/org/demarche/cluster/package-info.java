/** The desks that speak while {@code src/test/scripts/cluster.sh} carries out {@code server/CLUSTER.md}: a program of its own, since the cluster is not started from Java. */
@NullMarked
package org.demarche.cluster;

import org.jspecify.annotations.NullMarked;
