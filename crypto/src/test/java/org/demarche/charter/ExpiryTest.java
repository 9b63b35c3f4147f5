package org.demarche.charter;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.hash.Sha256;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final Charter CHARTER = SampleCharter.withoutKeys(1).charter();
    private static final long END = CHARTER.expiresMs();
    private static final long DAY = 86_400_000L;

    @Test
    void warning_moreThanNinetyDaysAhead_isNone() {
        assertThat(Expiry.warning(CHARTER, END - 90 * DAY - 1)).isEmpty();
        assertThat(Expiry.isPast(CHARTER, END - 1)).isFalse();
    }

    @Test
    void warning_withinNinetyDays_countsThem() {
        assertThat(Expiry.warning(CHARTER, END - 90 * DAY))
                .hasValueSatisfying(
                        s -> assertThat(s).startsWith("the charter expires at 240000Z FEB 41, in 90 days: "));
        assertThat(Expiry.warning(CHARTER, END - DAY))
                .hasValueSatisfying(s -> assertThat(s).contains("in 1 day:"));
        assertThat(Expiry.warning(CHARTER, END - 1))
                .hasValueSatisfying(s -> assertThat(s).contains("in less than a day:"));
    }

    @Test
    void warning_behindTheEnd_saysWhatIsStillPossible() {
        assertThat(Expiry.warning(CHARTER, END))
                .hasValueSatisfying(s -> assertThat(s)
                        .startsWith("the charter expired at 240000Z FEB 41: ")
                        .endsWith("the parties can still adopt a successor"));
        assertThat(Expiry.isPast(CHARTER, END)).isTrue();
    }

    @Test
    void warning_ofAFinalVersion_isNone() {
        Charter last = SampleCharter.parse(SampleCharter.withoutKeys(1)
                .following(Sha256.of())
                .text()
                .replace("version  = 2\n", "version  = 2\nfinal = true\n"));
        assertThat(Expiry.warning(last, END)).isEmpty();
    }
}
