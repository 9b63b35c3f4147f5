package org.demarche.conformance;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.StampOffice;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.OddToken;
import org.demarche.timestamp.TestAuthority;

/** Tokens of time authorities, each by itself: true, true and not lean, false, and none at all. */
final class TokenVectors {
    private static final String CHECK = "token/check";
    private static final byte[] DATA = "a head".getBytes(StandardCharsets.US_ASCII);
    private static final Instant AT = Instant.parse("2026-02-03T15:51:00.250Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String TIME = "20260203155100.25Z";

    private final Vectors vectors;
    private final TestAuthority one = TestAuthority.named("one");
    private final byte[] honest = one.token(DATA, AT).bytes();
    private final Given asked = asked(honest, one.anchor());

    private TokenVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        TokenVectors told = new TokenVectors(vectors);
        told.sound();
        told.content();
        told.certificates();
        told.lists();
        told.form();
    }

    private static OddToken odd() {
        return OddToken.of("odd");
    }

    private static Given asked(byte[] token, Anchor anchor) {
        return new Given()
                .bytes("token", token)
                .bytes("data", DATA)
                .bytes("anchor", anchor.bytes())
                .text("policy", "");
    }

    private static Given asked(OddToken odd) {
        return asked(odd.over(DATA, AT).bytes(), odd.anchor());
    }

    private void sound() {
        accept("token", "It existed by the time that is stated and its accuracy", asked);
        accept(
                "token-by-ml-dsa",
                "An authority may sign with ML-DSA; without an accuracy one second is added",
                office("ML-DSA-65"));
        accept("token-by-ecdsa-with-sha-512", "Of the hashes of signatures SHA-512 is one", office("SHA512withECDSA"));
        accept(
                "token-of-a-policy",
                "It is of the policy that is asked for",
                asked(odd()).but("policy", OddToken.POLICY));
        accept("token-via-another-certificate", "A certificate between leads to the anchor", asked(odd().viaMiddle()));
        accept("token-with-its-anchor", "It is true, and not lean", asked(odd().withAnchor()));
        accept("token-with-another-certificate", "It is true, and not lean", asked(odd().with(one.anchor())));
        accept("token-with-an-unsigned-attribute", "It is true, and not lean", asked(odd().withUnsignedAttribute()));
        accept("token-with-a-list-that-revokes-nothing", "It is true", asked(odd().withEmptyList(AT)));
        accept(
                "token-whose-certificate-was-superseded-later",
                "That harms no token of before",
                asked(odd().revoked(AT.plus(MINUTE), OddToken.SUPERSEDED)));
    }

    private static Given office(String algorithm) {
        StampOffice office =
                StampOffice.known("token " + algorithm, algorithm, TestAuthority.FROM, TestAuthority.UNTIL);
        byte[] hash = ArchiveDigest.SHA_512.hash(DATA);
        return asked(office.token(ArchiveDigest.SHA_512.imprint(hash), AT).bytes(), office.anchor());
    }

    private void content() {
        refuse(
                "of-other-bytes",
                "It is over other bytes",
                asked.but("data", "another head".getBytes(StandardCharsets.US_ASCII)));
        refuse("over-sha-1", "It is over the SHA-1 of these bytes", asked(odd().hash(OIWObjectIdentifiers.idSHA1)));
        refuse(
                "over-sha-256",
                "It is over the SHA-256 of these bytes, and SHA-512 is asked for",
                asked(odd().hash(NISTObjectIdentifiers.id_sha256)));
        refuse(
                "over-sha3-512",
                "It is over the SHA3-512 of these bytes, and SHA-512 is asked for",
                asked(odd().hash(NISTObjectIdentifiers.id_sha3_512)));
        refuse("of-another-policy", "Only one policy counts", asked(odd()).but("policy", "1.2.3.5"));
        refuse(
                "of-a-policy-below",
                "A policy is not one that it begins with",
                asked(odd()).but("policy", "1.2.3"));
        refuse(
                "of-a-stranger",
                "It leads to another authority",
                asked.but("anchor", TestAuthority.named("two").anchor().bytes()));
        byte[] dated = honest.clone();
        int at = find(dated, TIME.getBytes(StandardCharsets.US_ASCII));
        dated[at + 3] = '5';
        refuse("dated-back", "The time was changed under the signature", asked.but("token", dated));
        byte[] broken = honest.clone();
        broken[broken.length - 1] ^= 1;
        refuse("signature-changed", "The last bit of the signature is another", asked.but("token", broken));
        byte[] swapped = honest.clone();
        byte[] hash = ArchiveDigest.SHA_512.hash(DATA);
        byte[] otherHash = ArchiveDigest.SHA_512.hash(new byte[1]);
        System.arraycopy(otherHash, 0, swapped, find(swapped, hash), otherHash.length);
        refuse(
                "with-another-imprint",
                "The imprint was changed under the signature",
                asked.but("token", swapped).but("data", new byte[1]));
        refuse(
                "by-a-stranger-of-the-same-name",
                "Names prove nothing",
                asked.but(
                        "anchor",
                        TestAuthority.called("one", "another seed").anchor().bytes()));
    }

    private void certificates() {
        refuse(
                "after-its-certificate",
                "Certificates must be valid at the token's own time",
                asked(odd().valid(TestAuthority.FROM, AT.minusSeconds(10))));
        refuse(
                "before-its-certificate",
                "Certificates must be valid at the token's own time",
                asked(odd().valid(AT.plusSeconds(10), TestAuthority.UNTIL)));
        TestAuthority over = TestAuthority.named("over", TestAuthority.FROM, TestAuthority.FROM.plusSeconds(10));
        refuse(
                "after-its-anchor",
                "The anchor too must be valid at the token's own time",
                asked(over.token(DATA, AT).bytes(), over.anchor()));
        refuse("by-a-web-server", "The certificate is for time-stamping", asked(odd().ofAWebServer()));
        refuse(
                "by-a-certificate-whose-purpose-is-not-critical",
                "The extension is critical",
                asked(odd().purposes(false, KeyPurposeId.id_kp_timeStamping)));
        refuse(
                "by-a-certificate-for-more",
                "The certificate is for time-stamping alone",
                asked(odd().purposes(true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_serverAuth)));
        refuse(
                "by-a-key-for-other-ends",
                "The key usage, where it is stated, is for signatures",
                asked(odd().keyUsage(KeyUsage.keyAgreement)));
        refuse("bound-by-sha-1", "ESSCertIDv2 names the certificate", asked(odd().boundBySha1()));
        refuse("without-certificates", "It carries the certificate that signed", asked(odd().withoutCertificates()));
        OddToken via = odd().viaMiddle();
        refuse(
                "of-the-middle-for-another-root",
                "The certificates that it carries lead to the anchor",
                asked(via.over(DATA, AT).bytes(), OddToken.of("other").anchor()));
    }

    private void lists() {
        refuse(
                "whose-certificate-was-stolen",
                "A stolen key vouches for nothing, whenever it was reported",
                asked(odd().revoked(AT.plus(MINUTE), OddToken.COMPROMISED)));
        refuse(
                "whose-certificate-was-superseded-before",
                "It was revoked by the token's time",
                asked(odd().revoked(AT.minus(MINUTE), OddToken.SUPERSEDED)));
        refuse(
                "with-a-list-that-somebody-else-signed",
                "A list is signed by a certificate of the chain",
                asked(odd().withForgedList(AT)));
    }

    private void form() {
        refuse("cut", "The last byte is missing", asked.but("token", Arrays.copyOf(honest, honest.length - 1)));
        refuse(
                "with-a-byte-behind",
                "A zero stands behind it",
                asked.but("token", Arrays.copyOf(honest, honest.length + 1)));
        refuse("of-no-byte", "There is nothing", asked.but("token", new byte[0]));
        refuse("in-indefinite-length", "Lengths are definite", asked.but("token", indefinite(honest)));
        refuse("in-a-longer-length", "Lengths are minimal", asked.but("token", longer(honest)));
        byte[] anchor = one.anchor().bytes();
        refuse(
                "by-an-anchor-that-is-cut",
                "The anchor is an X.509 certificate in DER",
                asked.but("anchor", Arrays.copyOf(anchor, anchor.length - 1)));
    }

    /** The outermost length left open, and the two bytes that end it. */
    private static byte[] indefinite(byte[] der) {
        byte[] open = new byte[der.length];
        open[0] = der[0];
        open[1] = (byte) 0x80;
        System.arraycopy(der, 4, open, 2, der.length - 4);
        return open;
    }

    /** The outermost length in three bytes, of which the first is zero. */
    private static byte[] longer(byte[] der) {
        byte[] padded = new byte[der.length + 1];
        padded[0] = der[0];
        padded[1] = (byte) 0x83;
        System.arraycopy(der, 2, padded, 3, der.length - 2);
        return padded;
    }

    private static int find(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("the token has no such bytes");
    }

    private void accept(String name, String about, Given given) {
        vectors.accept(CHECK, name, about, given);
    }

    private void refuse(String mutation, String about, Given given) {
        vectors.refuse(CHECK, "token-" + mutation, about, given);
    }
}
