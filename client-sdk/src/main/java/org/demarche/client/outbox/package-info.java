/**
 * What was signed and has no verified receipt yet: one file per notice, on disk before the first attempt, gone only after the receipt was verified or a person dropped
 * it.
 */
@NullMarked
package org.demarche.client.outbox;

import org.jspecify.annotations.NullMarked;
