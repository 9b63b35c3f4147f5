package org.demarche.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every verifier must decide, and all of them alike. */
abstract class SignatureVerifierContract {
    private static final byte[] SEED = TestKeys.seed("contract", "ed25519");
    private static final SigningKey KEY = TestKeys.signing("contract");
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final HybridSignature WHOLE = KEY.sign(MESSAGE);
    private static final EdwardsPoint TORSION = EdwardsPoint.ofOrderEight();

    abstract SignatureVerifier verifier();

    private boolean accepts(byte[] ed25519, byte[] mlDsa65) {
        return verifier().verify(KEY.publicKey(), MESSAGE, new HybridSignature(ed25519, mlDsa65));
    }

    @Test
    void verify_wholeSignature_holds() {
        assertThat(verifier().verify(KEY.publicKey(), MESSAGE, WHOLE)).isTrue();
        assertThat(verifier().verify(KEY.publicKey(), new byte[0], KEY.sign(new byte[0])))
                .isTrue();
        assertThat(verifier().verify(KEY.publicKey(), new byte[100_000], KEY.sign(new byte[100_000])))
                .isTrue();
    }

    @Test
    void verify_otherMessageOrKey_fails() {
        assertThat(verifier().verify(KEY.publicKey(), new byte[] {1, 2}, WHOLE)).isFalse();
        assertThat(verifier().verify(TestKeys.signing("other").publicKey(), MESSAGE, WHOLE))
                .isFalse();
    }

    @Test
    void verify_oneHalfOfAnotherKey_fails() {
        PublicKey other = TestKeys.signing("other").publicKey();
        assertThat(verifier().verify(PublicKey.of(KEY.publicKey().ed25519(), other.mlDsa65()), MESSAGE, WHOLE))
                .isFalse();
        assertThat(verifier()
                        .verify(PublicKey.of(other.ed25519(), KEY.publicKey().mlDsa65()), MESSAGE, WHOLE))
                .isFalse();
    }

    @Test
    void verify_oneHalfZeroed_fails() {
        assertThat(accepts(new byte[64], WHOLE.mlDsa65())).isFalse();
        assertThat(accepts(WHOLE.ed25519(), new byte[3309])).isFalse();
    }

    @Test
    void verify_anyBitOfEd25519HalfFlipped_fails() {
        for (int bit = 0; bit < 8 * 64; bit++) {
            byte[] damaged = WHOLE.ed25519();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(accepts(damaged, WHOLE.mlDsa65())).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void verify_anyByteOfMlDsaHalfChanged_fails() {
        for (int i = 0; i < 3309; i++) {
            byte[] damaged = WHOLE.mlDsa65();
            damaged[i] ^= 1;
            assertThat(accepts(WHOLE.ed25519(), damaged)).as("byte %d", i).isFalse();
        }
    }

    @Test
    void verify_scalarNotBelowOrder_fails() {
        byte[] signature = WHOLE.ed25519();
        BigInteger s = EdwardsPoint.number(java.util.Arrays.copyOfRange(signature, 32, 64));
        for (BigInteger more = s.add(EdwardsPoint.L); more.bitLength() <= 256; more = more.add(EdwardsPoint.L)) {
            System.arraycopy(EdwardsPoint.littleEndian(more), 0, signature, 32, 32);
            assertThat(accepts(signature, WHOLE.mlDsa65())).as("S = %s", more).isFalse();
        }
    }

    @Test
    void verify_commitmentOffBySmallOrder_fails() {
        BigInteger secret = EdwardsPoint.scalar(SEED);
        for (int i = 0; i < 8; i++) {
            EdwardsPoint offset = TORSION.times(BigInteger.valueOf(i));
            byte[] signature = EdwardsPoint.sign(
                    secret,
                    BigInteger.valueOf(1000 + i),
                    offset,
                    KEY.publicKey().ed25519(),
                    MESSAGE);
            assertThat(accepts(signature, WHOLE.mlDsa65())).as("R + %d T", i).isEqualTo(i == 0);
        }
    }

    @Test
    void verify_commitmentOfSmallOrder_holdsOnlyWhenNeutral() {
        BigInteger secret = EdwardsPoint.scalar(SEED);
        for (int i = 0; i < 8; i++) {
            EdwardsPoint offset = TORSION.times(BigInteger.valueOf(i));
            byte[] signature = EdwardsPoint.sign(
                    secret, BigInteger.ZERO, offset, KEY.publicKey().ed25519(), MESSAGE);
            assertThat(accepts(signature, WHOLE.mlDsa65())).as("R = %d T", i).isEqualTo(i == 0);
        }
    }

    @Test
    void verify_keyOfSmallOrder_fails() {
        for (int i = 0; i < 8; i++) {
            byte[] weak = TORSION.times(BigInteger.valueOf(i)).encode();
            // Under the neutral key S = r signs every message.
            byte[] signature = EdwardsPoint.sign(BigInteger.ZERO, BigInteger.TEN, EdwardsPoint.NEUTRAL, weak, MESSAGE);
            PublicKey key = PublicKey.of(weak, KEY.publicKey().mlDsa65());
            assertThat(verifier().verify(key, MESSAGE, new HybridSignature(signature, WHOLE.mlDsa65())))
                    .as("A = %d T", i)
                    .isFalse();
        }
    }

    @Test
    void verify_keyOutsidePrimeOrderSubgroup_fails() {
        EdwardsPoint sound = EdwardsPoint.decode(KEY.publicKey().ed25519());
        for (int i = 1; i < 8; i++) {
            byte[] mixed = sound.plus(TORSION.times(BigInteger.valueOf(i))).encode();
            PublicKey key = PublicKey.of(mixed, KEY.publicKey().mlDsa65());
            for (int r = 1; r <= 16; r++) {
                byte[] signature = EdwardsPoint.sign(
                        EdwardsPoint.scalar(SEED), BigInteger.valueOf(r), EdwardsPoint.NEUTRAL, mixed, MESSAGE);
                assertThat(verifier().verify(key, MESSAGE, new HybridSignature(signature, WHOLE.mlDsa65())))
                        .as("A + %d T", i)
                        .isFalse();
            }
        }
    }

    @Test
    void verify_sameKeyInManyThreads_holds() {
        // A key whose halves nobody has decoded yet, so that the threads meet over that too.
        PublicKey fresh =
                PublicKey.of(KEY.publicKey().ed25519(), KEY.publicKey().mlDsa65());
        long valid = IntStream.range(0, 200)
                .parallel()
                .filter(i -> verifier().verify(fresh, i % 2 == 0 ? MESSAGE : new byte[] {(byte) i}, WHOLE))
                .count();
        assertThat(valid).isEqualTo(100);
    }

    @Test
    void verify_randomBytes_neverThrows() {
        Random random = new Random(20260203);
        for (int i = 0; i < 200; i++) {
            byte[] ed25519 = new byte[64];
            byte[] mlDsa65 = new byte[3309];
            byte[] ed25519Key = new byte[32];
            byte[] mlDsa65Key = new byte[1952];
            random.nextBytes(ed25519);
            random.nextBytes(mlDsa65);
            random.nextBytes(ed25519Key);
            random.nextBytes(mlDsa65Key);
            assertThat(accepts(ed25519, mlDsa65)).isFalse();
            assertThat(accepts(WHOLE.ed25519(), mlDsa65)).isFalse();
            assertThat(verifier().verify(PublicKey.of(ed25519Key, mlDsa65Key), MESSAGE, WHOLE))
                    .isFalse();
        }
    }
}
