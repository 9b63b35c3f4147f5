package org.demarche.client.follow;

import java.time.InstantSource;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.LogKeys;
import org.demarche.key.SignatureVerifier;

/**
 * What a follower trusts, and nothing else.
 *
 * @param charter version 1, whose hash the profile pins
 * @param keys the log's public keys, used as far as a charter names them
 * @param verifier checks parties' signatures
 * @param clock this machine's clock
 */
public record Trust(Charter charter, LogKeys keys, SignatureVerifier verifier, InstantSource clock) {}
