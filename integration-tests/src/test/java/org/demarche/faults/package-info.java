/** What breaks: processes, disks, clocks, files, and the ways of those who use them. */
@NullMarked
package org.demarche.faults;

import org.jspecify.annotations.NullMarked;
