package org.demarche.conformance;

import static org.demarche.key.EdwardsPoint.NEUTRAL;

import com.google.protobuf.ByteString;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.key.EdwardsPoint;
import org.demarche.key.PublicKey;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieKeys;
import org.demarche.lies.Tale;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.SignedNotice;

/** Keys, and signatures of both algorithms. */
final class KeyVectors {
    private static final String ED25519 = "envelope/ed25519";
    private static final String SIGNED = "envelope/signed-notice";
    private static final String POSSESSION = "envelope/possession";
    private static final String SOUND = "envelope/sound-key";
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final EdwardsPoint TORSION = EdwardsPoint.ofOrderEight();

    private final Vectors vectors;
    private final PublicKey key = LieKeys.party("UA/watch").publicKey();
    private final PublicKey other = LieKeys.party("GB/watch").publicKey();
    private final BigInteger secret =
            EdwardsPoint.scalar(LieKeys.seed("UA/watch", "ed25519").bytes());

    private KeyVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        KeyVectors told = new KeyVectors(vectors);
        told.keys();
        told.ed25519();
        told.weakKeys();
        told.signedNotices();
        told.possessions();
    }

    private void keys() {
        vectors.accept("envelope/key-id", "key-id", "The id of a key pair", pair(key));
        vectors.refuse(
                "envelope/key-id",
                "key-id-ed25519-of-31-bytes",
                "An Ed25519 key has 32 bytes",
                pair(key).but("ed25519", new byte[31]));
        vectors.refuse(
                "envelope/key-id",
                "key-id-of-an-ml-dsa-44-key",
                "A party's ML-DSA key is of ML-DSA-65",
                pair(key).but("ml_dsa_65", LieKeys.log("log").publicKey().mlDsa44()));
        vectors.accept(SOUND, "sound-key", "A key that may be brought", pair(key));
        vectors.refuse(
                SOUND,
                "sound-key-neutral",
                "The neutral point is no key",
                pair(key).but("ed25519", NEUTRAL.encode()));
        vectors.refuse(
                SOUND,
                "sound-key-of-order-eight",
                "A point of order eight is no key",
                pair(key).but("ed25519", TORSION.encode()));
        vectors.refuse(
                SOUND,
                "sound-key-off-by-torsion",
                "A point outside the subgroup of prime order is no key",
                pair(key)
                        .but(
                                "ed25519",
                                EdwardsPoint.decode(key.ed25519()).plus(TORSION).encode()));
        vectors.refuse(
                SOUND,
                "sound-key-not-canonical",
                "A coordinate of 2^255 - 18, which is 1",
                pair(key).but("ed25519", notCanonical()));
        vectors.refuse(
                SOUND,
                "sound-key-not-on-the-curve",
                "There is no point with y = 2",
                pair(key).but("ed25519", EdwardsPoint.littleEndian(BigInteger.TWO)));
    }

    private void ed25519() {
        byte[] sound = LieKeys.party("UA/watch").sign(MESSAGE).ed25519();
        Given given = signature(key.ed25519(), sound);
        vectors.accept(ED25519, "ed25519-sound", "A signature", given);
        vectors.refuse(ED25519, "ed25519-another-message", "The message is another", given.but("message", new byte[1]));
        vectors.refuse(ED25519, "ed25519-another-key", "The key is another", given.but("key", other.ed25519()));
        vectors.refuse(
                ED25519,
                "ed25519-s-not-below-l",
                "S + L satisfies the equation, and is not canonical",
                given.but(
                        "signature",
                        withS(
                                sound,
                                EdwardsPoint.number(Arrays.copyOfRange(sound, 32, 64))
                                        .add(EdwardsPoint.L))));
        vectors.refuse(
                ED25519,
                "ed25519-high-bit-of-s",
                "S has its highest bit set",
                given.but("signature", flipped(sound, 63, 0x80)));
        vectors.accept(
                ED25519,
                "ed25519-chosen-commitment",
                "R is any point of the subgroup",
                given.but("signature", chosen(BigInteger.valueOf(1000), NEUTRAL)));
        vectors.refuse(
                ED25519,
                "ed25519-commitment-off-by-torsion",
                "It holds with the cofactor alone: R is off by a point of order eight",
                given.but("signature", chosen(BigInteger.valueOf(1000), TORSION)));
        vectors.refuse(
                ED25519,
                "ed25519-commitment-off-by-order-two",
                "It holds with the cofactor alone: R is off by the point of order two",
                given.but("signature", chosen(BigInteger.valueOf(1000), TORSION.times(BigInteger.valueOf(4)))));
        vectors.refuse(
                ED25519,
                "ed25519-commitment-of-small-order",
                "R is a point of order eight",
                given.but("signature", chosen(BigInteger.ZERO, TORSION)));
        vectors.accept(
                ED25519,
                "ed25519-commitment-neutral",
                "R is the neutral point, which lies in the subgroup",
                given.but("signature", chosen(BigInteger.ZERO, NEUTRAL)));
        byte[] neutral = chosen(BigInteger.ZERO, NEUTRAL);
        byte[] negativeZero = flipped(neutral, 31, 0x80);
        vectors.refuse(
                ED25519,
                "ed25519-commitment-minus-zero",
                "R is the neutral point with the sign of an x that is 0",
                given.but("signature", negativeZero));
        vectors.refuse(ED25519, "ed25519-zeros", "All of the signature is zero", given.but("signature", new byte[64]));
        vectors.refuse(
                ED25519,
                "ed25519-of-63-bytes",
                "A signature has 64 bytes",
                given.but("signature", Arrays.copyOf(sound, 63)));
        vectors.refuse(
                ED25519,
                "ed25519-of-65-bytes",
                "A signature has 64 bytes",
                given.but("signature", Arrays.copyOf(sound, 65)));
    }

    private void weakKeys() {
        byte[] neutral = NEUTRAL.encode();
        byte[] any = EdwardsPoint.sign(BigInteger.ZERO, BigInteger.TEN, NEUTRAL, neutral, MESSAGE);
        vectors.refuse(
                ED25519,
                "ed25519-key-neutral",
                "Under the neutral point S = r signs every message",
                signature(neutral, any));
        byte[] eight = TORSION.encode();
        vectors.refuse(
                ED25519,
                "ed25519-key-of-order-eight",
                "The key is a point of order eight",
                signature(eight, signedUnder(eight, BigInteger.ZERO)));
        byte[] mixed = EdwardsPoint.decode(key.ed25519()).plus(TORSION).encode();
        vectors.refuse(
                ED25519,
                "ed25519-key-off-by-torsion",
                "The key is off by a point of order eight, and the equation holds without cofactor",
                signature(mixed, signedUnder(mixed, secret)));
        vectors.refuse(
                ED25519,
                "ed25519-key-not-canonical",
                "The key is the neutral point in another encoding",
                signature(
                        notCanonical(),
                        EdwardsPoint.sign(BigInteger.ZERO, BigInteger.TEN, NEUTRAL, notCanonical(), MESSAGE)));
    }

    /** Of some commitments one is such that the equation holds without cofactor: k is then a multiple of eight. */
    private byte[] signedUnder(byte[] weak, BigInteger scalar) {
        EdwardsPoint point = EdwardsPoint.decode(weak);
        for (int r = 1; ; r++) {
            byte[] signature = EdwardsPoint.sign(scalar, BigInteger.valueOf(r), NEUTRAL, weak, MESSAGE);
            BigInteger k = EdwardsPoint.challenge(signature, weak, MESSAGE);
            EdwardsPoint left = EdwardsPoint.BASE.times(EdwardsPoint.number(Arrays.copyOfRange(signature, 32, 64)));
            EdwardsPoint right =
                    EdwardsPoint.decode(Arrays.copyOf(signature, 32)).plus(point.times(k));
            if (Arrays.equals(left.encode(), right.encode())) {
                return signature;
            }
        }
    }

    private void signedNotices() {
        Tale tale = Tale.plain();
        SignedNotice sound = tale.log().entry(tale.last()).getNotice();
        Given given = signed(sound);
        vectors.accept(SIGNED, "signed-notice", "The notice of the worked example with its signatures", given);
        bad(
                "ed25519-changed",
                "A bit of the Ed25519 signature is another",
                sound.toBuilder().setEd25519(flipped(sound.getEd25519())));
        bad(
                "ml-dsa-changed",
                "A bit of the ML-DSA signature is another",
                sound.toBuilder().setMlDsa65(flipped(sound.getMlDsa65())));
        bad(
                "ed25519-stripped",
                "There is no Ed25519 signature",
                sound.toBuilder().clearEd25519());
        bad("ml-dsa-stripped", "There is no ML-DSA signature", sound.toBuilder().clearMlDsa65());
        bad(
                "ed25519-zeroed",
                "The Ed25519 signature is all zero",
                sound.toBuilder().setEd25519(ByteString.copyFrom(new byte[64])));
        bad(
                "ml-dsa-zeroed",
                "The ML-DSA signature is all zero",
                sound.toBuilder().setMlDsa65(ByteString.copyFrom(new byte[3309])));
        bad(
                "ml-dsa-cut",
                "The ML-DSA signature is a byte short",
                sound.toBuilder().setMlDsa65(sound.getMlDsa65().substring(1)));
        SignedNotice middle = tale.log().entry(tale.middle()).getNotice();
        bad(
                "signatures-of-another-notice",
                "Both signatures are of another notice",
                sound.toBuilder().setEd25519(middle.getEd25519()).setMlDsa65(middle.getMlDsa65()));
        bad(
                "ml-dsa-of-another-notice",
                "The ML-DSA signature is of another notice",
                sound.toBuilder().setMlDsa65(middle.getMlDsa65()));
        bad(
                "notice-changed",
                "A bit of the nonce is another",
                sound.toBuilder()
                        .setNotice(ByteString.copyFrom(flipped(sound.getNotice().toByteArray(), 134, 1))));
        bad(
                "key-id-of-another",
                "It names another key than the one that it verifies under",
                sound.toBuilder().setKeyId(other.id().byteString()));
        vectors.refuse(
                SIGNED,
                "signed-notice-other-keys",
                "The keys are another party's",
                given.but("ed25519", other.ed25519()).but("ml_dsa_65", other.mlDsa65()));
        vectors.refuse(
                SIGNED,
                "signed-notice-half-of-another-key",
                "The ML-DSA key is another's",
                given.but("ml_dsa_65", other.mlDsa65()));
        byte[] raw =
                LieKeys.party("UA/watch").sign(sound.getNotice().toByteArray()).ed25519();
        bad(
                "ed25519-without-pae",
                "The Ed25519 signature is over the notice itself",
                sound.toBuilder().setEd25519(ByteString.copyFrom(raw)));
    }

    private void bad(String mutation, String about, SignedNotice.Builder signed) {
        vectors.refuse(SIGNED, "signed-notice-" + mutation, about, signed(signed.build()));
    }

    private void possessions() {
        Sha256 charter = LieCharter.plain().hash();
        EnrolledKey proof = Possession.prove(LieKeys.party("UA/watch"), "UA", charter);
        Given given = pair(key)
                .hash("charter", charter)
                .text("party", "UA")
                .bytes("proof_ed25519", proof.getProofEd25519().toByteArray())
                .bytes("proof_ml_dsa_65", proof.getProofMlDsa65().toByteArray());
        vectors.accept(POSSESSION, "possession", "The proof of the worked example", given);
        vectors.refuse(
                POSSESSION, "possession-of-another-party", "The proof is for another party", given.but("party", "GB"));
        vectors.refuse(
                POSSESSION,
                "possession-under-another-charter",
                "The proof is for another charter",
                given.but("charter", Sha256.of().hex()));
        vectors.refuse(
                POSSESSION,
                "possession-of-another-key",
                "The proof is of another key",
                given.but("ed25519", other.ed25519()).but("ml_dsa_65", other.mlDsa65()));
        vectors.refuse(
                POSSESSION,
                "possession-ed25519-changed",
                "A bit of the Ed25519 proof is another",
                given.but("proof_ed25519", flipped(proof.getProofEd25519().toByteArray(), 0, 1)));
        vectors.refuse(
                POSSESSION,
                "possession-ml-dsa-changed",
                "A bit of the ML-DSA proof is another",
                given.but("proof_ml_dsa_65", flipped(proof.getProofMlDsa65().toByteArray(), 0, 1)));
    }

    private Given signed(SignedNotice notice) {
        return pair(key).bytes("signed_notice", Strict.encode(notice));
    }

    private static Given pair(PublicKey key) {
        return new Given().bytes("ed25519", key.ed25519()).bytes("ml_dsa_65", key.mlDsa65());
    }

    private static Given signature(byte[] publicKey, byte[] signature) {
        return new Given().bytes("key", publicKey).bytes("message", MESSAGE).bytes("signature", signature);
    }

    private byte[] chosen(BigInteger r, EdwardsPoint offset) {
        return EdwardsPoint.sign(secret, r, offset, key.ed25519(), MESSAGE);
    }

    private static byte[] withS(byte[] signature, BigInteger s) {
        byte[] copy = signature.clone();
        System.arraycopy(EdwardsPoint.littleEndian(s), 0, copy, 32, 32);
        return copy;
    }

    private static byte[] notCanonical() {
        return EdwardsPoint.littleEndian(EdwardsPoint.P.add(BigInteger.ONE));
    }

    private static ByteString flipped(ByteString bytes) {
        return ByteString.copyFrom(flipped(bytes.toByteArray(), 7, 1));
    }

    private static byte[] flipped(byte[] bytes, int at, int bits) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) bits;
        return copy;
    }
}
