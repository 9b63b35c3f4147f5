/**
 * Keeping evidence for decades: which files of an archive must be renewed when ({@link org.demarche.client.archive.Holding}), what is to be done
 * ({@link org.demarche.client.archive.RenewalPlan}), and doing it ({@link org.demarche.client.archive.Archivist}). Needs no hub, no profile and no key: whoever keeps files
 * can renew them, long after all parties are gone. Whom an archive trusts it does not ask; that is for whoever verifies a file.
 */
@NullMarked
package org.demarche.client.archive;

import org.jspecify.annotations.NullMarked;
