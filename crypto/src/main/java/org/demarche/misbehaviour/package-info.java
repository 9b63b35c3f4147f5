/**
 * The one file that convicts a log of a lie, and its numbered verification: two histories, a chain that does not fit, a date beyond its bounds, an entry that the rules refuse, a
 * refusal or a state that they don't give.
 *
 * <p>Such a file holds a positive proof only: what the log's keys have signed, and why it can't all be true. So damage or an outsider never brings one about, nor does whatever
 * honest hubs of one log do side by side: all that they sign is over one history, and of one set of rules. {@link org.demarche.misbehaviour.MisbehaviourVerification} judges;
 * {@link org.demarche.misbehaviour.MisbehaviourWriter} writes. The format and the steps are section 13 of {@code PROTOCOL.md}.
 */
@NullMarked
package org.demarche.misbehaviour;

import org.jspecify.annotations.NullMarked;
