package org.demarche.toml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongNumbersTest {
    @Test
    void firstLine_nineteenDigits_isTheirLine() {
        assertThat(LongNumbers.firstLine("a = 1\nb = 9223372036854775807\nc = 9223372036854775807"))
                .hasValue(2);
        assertThat(LongNumbers.firstLine("a = [1, -1_000_000_000_000_000_000]")).hasValue(1);
        assertThat(LongNumbers.firstLine("a = +10000000000000000000000")).hasValue(1);
        assertThat(LongNumbers.firstLine("a = '''\n\n'''\nb = \"\\\"\"\nc = 1000000000000000000"))
                .hasValue(5);
    }

    @Test
    void firstLine_eighteenDigits_isEmpty() {
        assertThat(LongNumbers.firstLine("")).isEmpty();
        assertThat(LongNumbers.firstLine("a = 999_999_999_999_999_999")).isEmpty();
    }

    @Test
    void firstLine_digitsInStringOrComment_isEmpty() {
        assertThat(LongNumbers.firstLine("a = \"9223372036854775807\" # 9223372036854775807"))
                .isEmpty();
        assertThat(LongNumbers.firstLine("a = '9223372036854775807'\nb = \"\"\"\n9223372036854775807\"\"\""))
                .isEmpty();
        assertThat(LongNumbers.firstLine("a = \"x\\\" 9223372036854775807\"")).isEmpty();
    }
}
