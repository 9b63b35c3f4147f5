package org.demarche.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.rule.RuleException;
import org.demarche.rule.RuleNames;
import org.demarche.rule.RuleParser;
import org.junit.jupiter.api.Test;

class CosignedTest {
    private static final long AT_MS = 1_772_346_120_000L;

    private static Cosigned cosigned(Optional<Instant> existedBy) throws RuleException {
        return new Cosigned(
                RuleParser.parse("GB-w", RuleNames.of(Set.of("GB-w"))).tally(Set.of("GB-w")),
                Map.of("GB-w", Instant.ofEpochMilli(AT_MS)),
                Optional.empty(),
                existedBy);
    }

    /** A witness whose clock shows 999 ms past the second states that second. */
    @Test
    void surelyBefore_withinTheSecondThatIsCut_speaksAgainstNobody() throws RuleException {
        Cosigned cosigned = cosigned(Optional.of(Instant.ofEpochMilli(AT_MS)));
        assertThat(cosigned.surelyBefore(AT_MS)).isFalse();
        assertThat(cosigned.surelyBefore(AT_MS + 999)).isFalse();
        assertThat(cosigned.surelyBefore(AT_MS + 1_000)).isTrue();
    }

    @Test
    void surelyBefore_tooFewWitnesses_isNever() throws RuleException {
        assertThat(cosigned(Optional.empty()).surelyBefore(Long.MAX_VALUE)).isFalse();
    }
}
