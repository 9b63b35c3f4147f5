package org.demarche.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.demarche.server.store.StoreException;
import org.demarche.server.store.StoreException.Kind;
import org.junit.jupiter.api.Test;

final class RunCommandTest {
    @Test
    void code_storeThatLacksWhatWasSigned_isNotThatOfAStoreThatMayComeBack() {
        assertThat(RunCommand.code(new StoreException(Kind.DAMAGED, "gone"))).isEqualTo(7);
        assertThat(RunCommand.code(new StoreException(Kind.FAILED, "away"))).isEqualTo(5);
        assertThat(RunCommand.code(new IllegalStateException("defect"))).isEqualTo(70);
    }
}
