package org.demarche.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.demarche.charter.Charter;
import org.demarche.charter.SampleCharter;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.junit.jupiter.api.Test;

final class PairRolesTest {
    private static final LogSigningKey NEXT = LogSigningKey.generate(new SecureRandom());

    @Test
    void pairs_beforeAndAfterASuccessorWithOtherKeys_haveTheirRoles() {
        Scene scene = Scene.inForce();
        Charter first = scene.charter();
        String text = SampleCharter.actual(name -> switch (name) {
                    case "log/ed25519" -> NEXT.publicKey().ed25519Id();
                    case "log/ml-dsa-44" -> NEXT.publicKey().mlDsa44Id();
                    default -> TestKeys.fingerprint(name);
                })
                .following(first.hash())
                .text();
        Scene.entry(scene.post("UA", text));
        Charter second = SampleCharter.parse(text);

        PairRoles before = new PairRoles();
        before.governed(1, first);
        before.governed(2, first);
        before.drafted(scene.governance());
        assertThat(before.lacking())
                .hasSize(2)
                .anySatisfy(s -> assertThat(s).contains("the hub does not start without it"))
                .anySatisfy(s -> assertThat(s).contains("does not take the assent that completes its adoption"));
        assertThat(before.of(TestKeys.log().publicKey())).isEqualTo("signs, since version 1 of the charter");
        assertThat(before.of(NEXT.publicKey()))
                .startsWith("waits: the draft " + second.hash().brief());
        assertThat(before.of(LogSigningKey.generate(new SecureRandom()).publicKey()))
                .startsWith("named by no charter");
        assertThat(before.lacking()).isEmpty();

        PairRoles after = new PairRoles();
        after.governed(1, first);
        after.governed(30, second);
        assertThat(after.of(TestKeys.log().publicKey())).startsWith("retired at entry 29: signs no newer head");
        assertThat(after.of(NEXT.publicKey())).isEqualTo("signs, since version 2 of the charter");
        assertThat(after.lacking()).isEmpty();
    }
}
