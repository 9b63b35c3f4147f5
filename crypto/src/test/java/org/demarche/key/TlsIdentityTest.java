package org.demarche.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

final class TlsIdentityTest {
    private static final Instant START = Instant.parse("2026-02-24T00:00:00Z");

    private final TlsIdentity identity = TlsIdentity.generate("hub.example", new SecureRandom(), START);

    @Test
    void generate_isSelfSignedWithoutEnd() throws Exception {
        identity.certificate().verify(identity.certificate().getPublicKey());
        identity.certificate().checkValidity(Date.from(START));
        identity.certificate().checkValidity(Date.from(Instant.parse("2076-01-01T00:00:00Z")));
        assertThat(identity.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=hub.example");
        assertThat(identity.certificate().getSubjectAlternativeNames()).containsExactly(List.of(2, "hub.example"));
    }

    @Test
    void generate_nameThatIsNoHost_hasNoAlternativeName() throws Exception {
        TlsIdentity desk = TlsIdentity.generate("Watch, Kyiv: desk 1", new SecureRandom(), START);
        assertThat(desk.certificate().getSubjectAlternativeNames()).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> TlsIdentity.generate("", new SecureRandom(), START));
    }

    @Test
    void ofPem_ownTexts_givesTheSameIdentity() {
        TlsIdentity read = TlsIdentity.ofPem(identity.keyPem(), identity.certificatePem());
        assertThat(read.pin())
                .isEqualTo(identity.pin())
                .isEqualTo(Sha256.of(identity.certificate().getPublicKey().getEncoded()));
        assertThat(read.keyPem()).isEqualTo(identity.keyPem());
        assertThat(read.certificatePem()).isEqualTo(identity.certificatePem());
    }

    @Test
    void ofPem_ofTwoIdentities_isRefused() {
        TlsIdentity other = TlsIdentity.generate("hub.example", new SecureRandom(), START);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.ofPem(other.keyPem(), identity.certificatePem()))
                .withMessageContaining("of another key");
    }

    @Test
    void ofPem_damagedOrSwapped_isRefused() {
        String key = identity.keyPem();
        String certificate = identity.certificatePem();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.ofPem(certificate, key))
                .withMessageContaining("BEGIN PRIVATE KEY");
        assertThatIllegalArgumentException().isThrownBy(() -> TlsIdentity.ofPem("", certificate));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.ofPem(key, certificate.replaceFirst("M", "A")));
        assertThatIllegalArgumentException().isThrownBy(() -> TlsIdentity.ofPem(key, certificate + certificate));
    }
}
