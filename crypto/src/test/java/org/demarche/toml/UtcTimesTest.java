package org.demarche.toml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UtcTimesTest {
    @Test
    void firstOddLine_timeWrittenAsWeTakeIt_isNone() {
        for (String time : List.of(
                "2041-02-24T00:00:00Z",
                "2041-02-24T00:00:00.5Z",
                "2041-02-24T00:00:00.123Z",
                "2041-02-24T02:00:00+02:00")) {
            assertThat(UtcTimes.firstOddLine("a = 1\nb = " + time)).as(time).isEmpty();
        }
        assertThat(UtcTimes.firstOddLine("")).isEmpty();
    }

    @Test
    void firstOddLine_timeWrittenOtherwise_isItsLine() {
        for (String time : List.of(
                "2041-02-24t00:00:00Z",
                "2041-02-24 00:00:00Z",
                "2041-02-24T00:00:00z",
                "2041-02-24T00:00Z",
                "2041-02-24T00:00:00+00:00",
                "2041-02-24T00:00:00-00:00",
                "2041-02-24T00:00:00.1230Z",
                "2041-02-24T00:00:00.0000000000Z")) {
            assertThat(UtcTimes.firstOddLine("a = 2041-02-24T00:00:00Z\n\nb = { c = " + time + " }"))
                    .as(time)
                    .hasValue(3);
        }
    }

    @Test
    void firstOddLine_inStringsAndComments_isNotLookedAt() {
        assertThat(UtcTimes.firstOddLine("a = \"2041-02-24t00:00:00Z\" # 2041-02-24 00:00:00Z"))
                .isEmpty();
    }
}
