/**
 * Evidence for courts: a container after ETSI EN 319 162-1 (ASiC-E with CAdES), which their tools read, around files that people can read. Parties' keys are not X.509, so
 * what vouches for the files is a time-stamp of an authority, evidence records, or the signature of whoever hands them in; what they prove, the bundle inside proves by itself.
 */
@NullMarked
package org.demarche.asic;

import org.jspecify.annotations.NullMarked;
