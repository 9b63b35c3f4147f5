package org.demarche.evidence;

import java.time.Instant;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;

/**
 * The numbered verification of an evidence bundle. Pure: it reads no clock, no file and no network, and trusts nothing but the pinned hash. Total: every file gets
 * ten steps ({@link Check}) and a verdict, at an effort that grows with its length alone.
 */
public final class Verification {
    /** The longest file that can be a bundle, of whatever version, in bytes. */
    public static final int MAX_BYTES = 64 << 20;

    private Verification() {}

    /**
     * Verifies a bundle.
     *
     * @param file the file's bytes, whatever they are
     * @param pinned SHA-256 of the text of charter version 1 that the reader trusts
     * @param at the reader's present, which decides whether time-stamps should have been renewed; empty: that is not asked
     * @param verifier checks the parties' signatures
     */
    public static Report verify(byte[] file, Sha256 pinned, Optional<Instant> at, SignatureVerifier verifier) {
        Reader reader = Reader.trusting(pinned);
        return verify(file, at.map(reader::at).orElse(reader), verifier);
    }

    /**
     * Verifies a bundle.
     *
     * @param file the file's bytes, whatever they are
     * @param reader what the reader trusts, and what is asked
     * @param verifier checks the parties' signatures
     */
    public static Report verify(byte[] file, Reader reader, SignatureVerifier verifier) {
        return new Dossier(file, reader, verifier).examine();
    }

    /** Whether a file is for {@link #verify}, sound or not: it begins as every bundle does, of whatever version. */
    public static boolean recognizes(byte[] file) {
        return UnverifiedBundle.FORMAT.recognizes(file);
    }

    /**
     * The report on a file that is something else.
     *
     * @param sentence what it is, without a full stop
     */
    public static Report unreadable(String sentence, Sha256 pinned) {
        return Dossier.rejected(sentence, pinned);
    }
}
