package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.junit.jupiter.api.Test;

/** What a file under examination says of steps that have been taken, and of those that have not. */
class DossierTest {
    private static Dossier of(byte[] file, Sha256 pinned) {
        return new Dossier(file, Reader.trusting(pinned), SignatureVerifier.bouncyCastle());
    }

    @Test
    void ok_beforeTheFirstStep_isFalseOfEveryStep() {
        Dossier file = of(new byte[0], Sha256.of());
        assertThat(Check.values()).noneMatch(file::ok);
        assertThat(file.sound()).isFalse();
    }

    @Test
    void ok_ofTheStepThatComesNext_isFalse() {
        Story story = Story.ofTierOne();
        Dossier file = of(story.bundle(), story.genesis().hash());
        for (Check check : Check.values()) {
            assertThat(file.ok(check)).as(check.title()).isFalse();
            Step taken = check.take(file);
            file.steps().add(taken);
            assertThat(file.ok(check)).as(check.title()).isEqualTo(taken.ok());
        }
        assertThat(file.sound()).isTrue();
    }
}
