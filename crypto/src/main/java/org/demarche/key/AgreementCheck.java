package org.demarche.key;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.demarche.hash.Sha256;

/**
 * Valid and invalid signatures that every library must judge alike, made at start from fixed seeds: whole ones, ones
 * damaged in each of their parts, and those that careless implementations accept.
 */
final class AgreementCheck {
    /** Order of the Ed25519 group, RFC 8032 §5.1. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final int S_OFFSET = 32;
    /**
     * ML-DSA-65 (FIPS 204 table 2): challenge hash 48 bytes, response 3200, then the hint: 55 positions and 6 counts.
     */
    private static final int RESPONSE_OFFSET = 48;

    private static final int HINT_OFFSET = 3248;
    private static final int LAST_POSITION_OFFSET = HINT_OFFSET + 54;

    /**
     * Ed25519 signatures of the first key over {@link #MESSAGE} whose R is off by a point of order 2, 4 and 8. They
     * hold only where the cofactor is multiplied in.
     */
    private static final List<String> COFACTORED = List.of(
            "245c079551b9a0f1a9aec79baef0c668a9e05d3617a15de23dd6dcf60c329fdd362a811b27a8cda6cb4dc17903790a97f2f7907d2314ec0cfb75a20ceb16e008",
            "97f67187662e452bf15eb092dc1e016772d7c2ab3570763f8a357715d60f657a86ffee0b3ab573cc8bb5ebff5de97dc0a3bcdbe4776ba4fdb7673c58841bcc01",
            "99e078d056763dca46099c11c8fce4f62ca39f82091a309e0de107a5405ab2626817095820bbfa53a1d6ba4ce7efe10e6c59424ce2a2c2e0445a42f352d9e505");

    private static final byte[] MESSAGE = "a violation was seen".getBytes(StandardCharsets.US_ASCII);

    /**
     * SHA-256 of the first key's signature over {@link #MESSAGE}: both libraries agreed on it when this was written, so
     * it stands for the one that is absent.
     */
    private static final String KNOWN_ANSWER = "8f28cf3c6d2d88a6407959124d419f745e3d4dceb7c6527efefad70c035ef23a";

    private record Case(String name, PublicKey key, byte[] message, HybridSignature signature, boolean valid) {}

    private final List<Case> cases;

    AgreementCheck() {
        SigningKey key = key("demarche agreement check");
        PublicKey other = key("demarche agreement check, another key").publicKey();
        List<Case> all = new ArrayList<>();
        for (int length : new int[] {0, 1, 1024}) {
            byte[] message = new byte[length];
            all.add(new Case("whole, " + length + " bytes", key.publicKey(), message, key.sign(message), true));
        }
        HybridSignature whole = key.sign(MESSAGE);
        requireKnownAnswer(whole);
        HybridSignature elsewhere = key.sign(new byte[] {1});
        all.add(new Case("another key", other, MESSAGE, whole, false));
        all.add(new Case("another message", key.publicKey(), new byte[] {2}, whole, false));
        all.add(invalid(
                "Ed25519 half of another message",
                key,
                MESSAGE,
                new HybridSignature(elsewhere.ed25519(), whole.mlDsa65())));
        all.add(invalid(
                "ML-DSA-65 half of another message",
                key,
                MESSAGE,
                new HybridSignature(whole.ed25519(), elsewhere.mlDsa65())));
        all.add(invalid("R damaged", key, MESSAGE, new HybridSignature(flip(whole.ed25519(), 0), whole.mlDsa65())));
        all.add(invalid(
                "S damaged", key, MESSAGE, new HybridSignature(flip(whole.ed25519(), S_OFFSET), whole.mlDsa65())));
        all.add(invalid(
                "S not below the order",
                key,
                MESSAGE,
                new HybridSignature(addOrder(whole.ed25519()), whole.mlDsa65())));
        all.add(invalid(
                "challenge damaged", key, MESSAGE, new HybridSignature(whole.ed25519(), flip(whole.mlDsa65(), 0))));
        all.add(invalid(
                "response damaged",
                key,
                MESSAGE,
                new HybridSignature(whole.ed25519(), flip(whole.mlDsa65(), RESPONSE_OFFSET))));
        all.add(invalid(
                "hint damaged",
                key,
                MESSAGE,
                new HybridSignature(whole.ed25519(), flip(whole.mlDsa65(), HINT_OFFSET))));
        all.add(invalid(
                "hint padded",
                key,
                MESSAGE,
                new HybridSignature(whole.ed25519(), flip(whole.mlDsa65(), LAST_POSITION_OFFSET))));
        for (String signature : COFACTORED) {
            all.add(invalid(
                    "R off by a point of small order",
                    key,
                    MESSAGE,
                    new HybridSignature(HexFormat.of().parseHex(signature), whole.mlDsa65())));
        }
        cases = List.copyOf(all);
    }

    private static void requireKnownAnswer(HybridSignature signature) {
        String found = Sha256.of(signature.ed25519(), signature.mlDsa65()).hex();
        if (!found.equals(KNOWN_ANSWER)) {
            throw new IllegalStateException("signature check \"known answer\": Bouncy Castle signs " + found
                    + " (expected: " + KNOWN_ANSWER + "); this library cannot be relied on, use another version of it");
        }
    }

    /** @throws IllegalStateException if {@code verifier} judges a signature wrongly */
    void run(SignatureVerifier verifier) {
        for (Case c : cases) {
            boolean found = verifier.verify(c.key(), c.message(), c.signature());
            if (found != c.valid()) {
                throw new IllegalStateException("signature check \"" + c.name() + "\": " + verifier.name()
                        + " finds it " + word(found) + " (expected: " + word(c.valid())
                        + "); this library cannot be relied on, use another version of it");
            }
        }
    }

    private static Case invalid(String name, SigningKey key, byte[] message, HybridSignature signature) {
        return new Case(name, key.publicKey(), message, signature, false);
    }

    private static SigningKey key(String label) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        return SigningKey.ofSeeds(
                Sha256.of(name, new byte[] {1}).bytes(),
                Sha256.of(name, new byte[] {2}).bytes());
    }

    private static byte[] flip(byte[] bytes, int offset) {
        bytes[offset] ^= 1;
        return bytes;
    }

    /** The same S modulo L, written in a second way. */
    private static byte[] addOrder(byte[] signature) {
        byte[] bigEndian = new byte[S_OFFSET];
        for (int i = 0; i < S_OFFSET; i++) {
            bigEndian[i] = signature[signature.length - 1 - i];
        }
        byte[] sum = new BigInteger(1, bigEndian).add(L).toByteArray();
        for (int i = 0; i < S_OFFSET; i++) {
            signature[S_OFFSET + i] = i < sum.length ? sum[sum.length - 1 - i] : 0;
        }
        return signature;
    }

    private static String word(boolean valid) {
        return valid ? "valid" : "invalid";
    }
}
