package org.demarche.misbehaviour;

import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;

/**
 * The numbered verification of a misbehaviour file. Pure: it reads no clock, no file and no network, and trusts nothing but the pinned hash. Total: every file gets six steps
 * ({@link Check}) and a verdict, at an effort that grows with its length alone.
 */
public final class MisbehaviourVerification {
    /** The longest file that can be one, of whatever version, in bytes. */
    public static final int MAX_BYTES = 64 << 20;

    private MisbehaviourVerification() {}

    /**
     * Verifies a file.
     *
     * @param file the file's bytes, whatever they are
     * @param pinned SHA-256 of the text of charter version 1 that the reader trusts
     * @param verifier checks the parties' signatures
     */
    public static Report verify(byte[] file, Sha256 pinned, SignatureVerifier verifier) {
        return new Examination(file, pinned, verifier).report();
    }

    /** Whether a file is for {@link #verify}, sound or not: it begins as every such file does, of whatever version. */
    public static boolean recognizes(byte[] file) {
        return UnverifiedMisbehaviour.FORMAT.recognizes(file);
    }
}
