/**
 * A charter's witness. {@link org.demarche.client.witness.Witness} is the one place where a head is cosigned: only over entries that its own copy of the log has come
 * to, never backwards, and only once what it cosigned is on disk ({@link org.demarche.client.witness.CosignedFile}). {@link org.demarche.client.witness.Offers} takes the
 * heads that the hub wants cosigned over the hub's own line; {@link org.demarche.client.witness.AddCheckpoint} answers whoever asks over HTTP, as C2SP tlog-witness says.
 *
 * <p>And what others' witnesses have said, verified: {@link org.demarche.client.witness.WitnessedHeads}, told as {@link org.demarche.client.witness.Witnessing}.
 */
@NullMarked
package org.demarche.client.witness;

import org.jspecify.annotations.NullMarked;
