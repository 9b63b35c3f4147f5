package org.demarche.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.key.TestKeys;
import org.demarche.key.Verifiers;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

final class NoticeTest {
    private static final SigningKey KEY = TestKeys.signing("UA desk");
    private static final SignatureVerifier VERIFIER = Verifiers.fastest(sentence -> {});

    private static byte[] signed(Notice.Builder notice) {
        return NoticeSigner.sign(notice.build(), KEY);
    }

    /** Signed whatever it is, as an attacker would. */
    private static byte[] signedAsIs(byte[] notice) {
        var signature = KEY.sign(Pae.encode(UnverifiedNotice.TYPE, notice));
        return SignedNotice.newBuilder()
                .setNotice(ByteString.copyFrom(notice))
                .setKeyId(KEY.publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(signature.ed25519()))
                .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                .build()
                .toByteArray();
    }

    private static void assertRefused(byte[] signedNotice, Reason reason, String sentence) {
        RefusedException refused =
                catchThrowableOfType(RefusedException.class, () -> UnverifiedNotice.parse(signedNotice));
        assertThat(refused).isNotNull();
        assertThat(refused.refusal().reason()).isEqualTo(reason);
        assertThat(refused.refusal().sentence()).contains(sentence);
    }

    @Test
    void pae_vectorOfDsse_isTheSame() {
        byte[] encoded = Pae.encode("http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(encoded, StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
        assertThat(new String(Pae.encode("", new byte[0]), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 0  0 ");
        assertThat(new String(Pae.encode("é", new byte[0]), StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 2 é 0 ");
    }

    @Test
    void verify_signedNotice_givesItUnchanged() throws RefusedException {
        Notice notice = SampleNotices.report("UA").build();
        byte[] bytes = NoticeSigner.sign(notice, KEY);
        UnverifiedNotice unverified = UnverifiedNotice.parse(bytes);
        VerifiedNotice verified = unverified.verify(KEY.publicKey(), VERIFIER).orElseThrow();
        assertThat(verified.notice()).isEqualTo(notice);
        assertThat(verified.id()).isEqualTo(Sha256.of(notice.toByteArray())).isEqualTo(unverified.id());
        assertThat(verified.keyId()).isEqualTo(KEY.publicKey().id());
        assertThat(verified.bytes().toByteArray()).isEqualTo(bytes);
        assertThat(VerifiedNotice.fromOwnStore(bytes)).isEqualTo(verified);
    }

    @Test
    void verify_underAnotherKey_isEmpty() throws RefusedException {
        UnverifiedNotice notice = UnverifiedNotice.parse(signed(SampleNotices.report("UA")));
        assertThat(notice.verify(TestKeys.signing("other").publicKey(), VERIFIER))
                .isEmpty();
        assertThat(notice.verify(TestKeys.signing("other").publicKey(), acceptingAll()))
                .isEmpty();
    }

    @Test
    void verify_keyIdExchanged_isEmpty() throws RefusedException {
        PublicKey other = TestKeys.signing("other").publicKey();
        SignedNotice exchanged =
                Strict.parse(SignedNotice.getDefaultInstance(), signed(SampleNotices.report("UA"))).toBuilder()
                        .setKeyId(other.id().byteString())
                        .build();
        assertThat(UnverifiedNotice.parse(exchanged.toByteArray()).verify(other, VERIFIER))
                .isEmpty();
        assertThat(UnverifiedNotice.parse(exchanged.toByteArray()).verify(KEY.publicKey(), VERIFIER))
                .isEmpty();
    }

    @Test
    void verify_signatureOfAnotherType_isEmpty() throws RefusedException {
        byte[] notice = SampleNotices.report("UA").build().toByteArray();
        var signature = KEY.sign(Pae.encode("application/vnd.demarche.refusal.v1+protobuf", notice));
        SignedNotice confused = SignedNotice.newBuilder()
                .setNotice(ByteString.copyFrom(notice))
                .setKeyId(KEY.publicKey().id().byteString())
                .setEd25519(ByteString.copyFrom(signature.ed25519()))
                .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                .build();
        assertThat(UnverifiedNotice.parse(confused.toByteArray()).verify(KEY.publicKey(), VERIFIER))
                .isEmpty();
    }

    @Test
    void parseAndVerify_anyByteChanged_neverVerifies() {
        byte[] bytes = signed(SampleNotices.report("UA"));
        for (int i = 0; i < bytes.length; i++) {
            for (int flip : new int[] {0x01, 0x80}) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) flip;
                assertThat(verified(damaged)).as("byte %d ^ %02x", i, flip).isEmpty();
            }
        }
    }

    @Test
    void parseAndVerify_anyByteMissing_neverVerifies() {
        byte[] bytes = signed(SampleNotices.report("UA"));
        for (int i = 0; i < bytes.length; i++) {
            byte[] shorter = new byte[bytes.length - 1];
            System.arraycopy(bytes, 0, shorter, 0, i);
            System.arraycopy(bytes, i + 1, shorter, i, shorter.length - i);
            assertThat(verified(shorter)).as("byte %d", i).isEmpty();
        }
    }

    private static Optional<VerifiedNotice> verified(byte[] bytes) {
        try {
            return UnverifiedNotice.parse(bytes).verify(KEY.publicKey(), VERIFIER);
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    @Property
    void parse_randomBytes_isRefused(@ForAll byte[] bytes) {
        assertThat(catchThrowableOfType(RefusedException.class, () -> UnverifiedNotice.parse(bytes)))
                .isNotNull();
    }

    @Test
    void parse_signatureStripped_isRefused() throws RefusedException {
        SignedNotice whole = Strict.parse(SignedNotice.getDefaultInstance(), signed(SampleNotices.report("UA")));
        assertRefused(
                whole.toBuilder().clearEd25519().build().toByteArray(),
                Reason.FIELD_INVALID,
                "SignedNotice.ed25519: missing");
        assertRefused(
                whole.toBuilder().clearMlDsa65().build().toByteArray(),
                Reason.FIELD_INVALID,
                "SignedNotice.ml_dsa_65: missing");
    }

    @Test
    void parse_innerNoticeNotStrict_isMalformed() {
        byte[] twice = WireFields.concat(
                java.util.List.of(SampleNotices.report("UA").build().toByteArray(), new byte[] {0x0a, 0x01, 'x'}));
        assertRefused(signedAsIs(twice), Reason.MALFORMED, "Notice.suite: 2 times (expected: once)");
    }

    @Test
    void parse_noBody_isEmptyBody() {
        assertRefused(
                signedAsIs(SampleNotices.header("UA").build().toByteArray()),
                Reason.EMPTY_BODY,
                "expected: exactly one body");
    }

    @Test
    void parse_bodyOfLaterVersion_isUnknownKind() {
        Notice later = SampleNotices.header("UA")
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                35,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.EMPTY)
                                        .build())
                        .build())
                .build();
        assertRefused(signedAsIs(later.toByteArray()), Reason.UNKNOWN_KIND, "its kind of body is not known here");
    }

    @Test
    void parse_otherSuite_isRefused() {
        assertRefused(
                signedAsIs(
                        SampleNotices.report("UA").setSuite("ed25519").build().toByteArray()),
                Reason.FIELD_INVALID,
                "expected: ed25519+ml-dsa-65");
    }

    @Test
    void parse_fieldsContradictEachOther_isRefused() {
        assertRefused(
                signedAsIs(SampleNotices.report("UA")
                        .setValidUntilMs(SampleNotices.ISSUED_AT_MS - 1)
                        .build()
                        .toByteArray()),
                Reason.FIELD_INVALID,
                "Notice.valid_until_ms: before issued_at_ms");
        Notice.Builder report = SampleNotices.report("UA");
        report.getViolationReportBuilder().setObservedToMs(1);
        assertRefused(
                signedAsIs(report.build().toByteArray()),
                Reason.FIELD_INVALID,
                "observed_to_ms: before observed_from_ms");
        Pledge.Builder pledge = Pledge.newBuilder()
                .setComponentValue(1)
                .setText("t")
                .setFromMs(5)
                .setUntilMs(5);
        assertRefused(
                signedAsIs(SampleNotices.header("UA").setPledge(pledge).build().toByteArray()),
                Reason.FIELD_INVALID,
                "until_ms: not after from_ms");
        ByteString reference = ByteString.copyFrom(new byte[32]);
        assertRefused(
                signedAsIs(SampleNotices.report("UA")
                        .addReferences(reference)
                        .addReferences(reference)
                        .build()
                        .toByteArray()),
                Reason.FIELD_INVALID,
                "Notice.references: one notice twice");
    }

    @Test
    void sign_whatReadersRefuse_isRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> signed(SampleNotices.header("UA")))
                .withMessageContaining("EMPTY_BODY");
    }

    @Test
    void fromOwnStore_damaged_isACorruptStore() {
        assertThatIllegalStateException()
                .isThrownBy(() -> VerifiedNotice.fromOwnStore(new byte[] {1}))
                .withMessageContaining("the store is damaged");
    }

    @Test
    void possession_proven_holdsOnlyForItsPartyAndContext() {
        Sha256 context = Sha256.of(new byte[] {7});
        EnrolledKey key = Possession.prove(KEY, "UA", context);
        assertThat(Possession.keyOf(key)).isEqualTo(KEY.publicKey());
        assertThat(Shape.check(key)).isEmpty();
        assertThat(Possession.verify(key, "UA", context, VERIFIER)).isTrue();
        assertThat(Possession.verify(key, "US", context, VERIFIER)).isFalse();
        assertThat(Possession.verify(key, "UA", Sha256.of(new byte[] {8}), VERIFIER))
                .isFalse();
    }

    @Test
    void possession_anotherKeyOrStrangeBytes_isFalse() {
        Sha256 context = Sha256.of(new byte[] {7});
        EnrolledKey key = Possession.prove(KEY, "UA", context);
        PublicKey other = TestKeys.signing("other").publicKey();
        assertThat(Possession.verify(
                        key.toBuilder()
                                .setMlDsa65(ByteString.copyFrom(other.mlDsa65()))
                                .build(),
                        "UA",
                        context,
                        VERIFIER))
                .isFalse();
        assertThat(Possession.verify(
                        key.toBuilder()
                                .setEd25519(ByteString.copyFrom(other.ed25519()))
                                .build(),
                        "UA",
                        context,
                        VERIFIER))
                .isFalse();
        assertThat(Possession.verify(EnrolledKey.getDefaultInstance(), "UA", context, VERIFIER))
                .isFalse();
        EnrolledKey weak =
                key.toBuilder().setEd25519(ByteString.copyFrom(new byte[32])).build();
        assertThat(Possession.verify(weak, "UA", context, acceptingAll())).isFalse();
    }

    private static SignatureVerifier acceptingAll() {
        return new SignatureVerifier() {
            @Override
            public boolean verify(PublicKey key, byte[] message, org.demarche.key.HybridSignature signature) {
                return true;
            }

            @Override
            public String name() {
                return "test library";
            }
        };
    }
}
