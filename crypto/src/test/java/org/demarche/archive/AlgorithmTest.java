package org.demarche.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What signatures and records rest on. */
class AlgorithmTest {
    @Test
    void of_aSignature_isItsSchemeAndItsHash() {
        assertThat(Algorithm.of("SHA256withECDSA")).containsExactlyInAnyOrder(Algorithm.ECDSA, Algorithm.SHA_256);
        assertThat(Algorithm.of("SHA512withRSA")).containsExactlyInAnyOrder(Algorithm.RSA, Algorithm.SHA_512);
        assertThat(Algorithm.of("SHA3512withRSASSA-PSS")).containsExactlyInAnyOrder(Algorithm.RSA, Algorithm.SHA3_512);
        assertThat(Algorithm.of("ML-DSA-65")).containsExactly(Algorithm.ML_DSA_65);
        assertThat(Algorithm.of("Ed25519")).containsExactly(Algorithm.ED25519);
    }

    @Test
    void digest_isFoundByItsName_andWritesIt() {
        assertThat(ArchiveDigest.named("SHA-512")).contains(ArchiveDigest.SHA_512);
        assertThat(ArchiveDigest.named("SHA3-512")).contains(ArchiveDigest.SHA3_512);
        assertThat(ArchiveDigest.named("SHA-256")).isEmpty();
        assertThat(ArchiveDigest.SHA3_512).hasToString("SHA3-512");
    }

    @Test
    void lasting_isTheDigestThatIsTrustedLongest() {
        assertThat(ArchiveDigest.lasting(new Algorithms(
                        Map.of(Algorithm.SHA_512, Years.march(2046), Algorithm.SHA3_512, Years.march(2056)))))
                .contains(ArchiveDigest.SHA3_512);
        assertThat(ArchiveDigest.lasting(new Algorithms(
                        Map.of(Algorithm.SHA_512, Years.march(2056), Algorithm.SHA3_512, Years.march(2046)))))
                .contains(ArchiveDigest.SHA_512);
    }

    @Test
    void path_ofAnotherForm_isRefused() {
        byte[] low = new byte[ArchiveDigest.LENGTH];
        byte[] high = low.clone();
        high[0] = 1;
        assertThatThrownBy(() -> new HashPath(List.of(low))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashPath(List.of(low, low))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashPath(List.of(high, low))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashPath(List.of(low, new byte[] {1})))
                .isInstanceOf(IllegalArgumentException.class);
        List<byte[]> most = new ArrayList<>(List.of(low));
        while (most.size() < HashPath.MAX_LEVELS + 1) {
            most.add(high);
        }
        assertThat(new HashPath(most).hashes()).hasSize(33);
        assertThat(new HashPath(List.of(low, high)))
                .isNotEqualTo(new HashPath(most))
                .isNotEqualTo(HashPath.NONE);
        most.add(high);
        assertThatThrownBy(() -> new HashPath(most)).isInstanceOf(IllegalArgumentException.class);
    }
}
