package org.demarche.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.key.LogPublicKey;
import org.demarche.lies.LieCharter;
import org.demarche.lies.LieKeys;
import org.demarche.lies.LieLog;
import org.demarche.lies.Tale;
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

    private final LieLog log = Tale.told(Tale.adopted(LieCharter.witnessed())).log();
    private final LogPublicKey ua = LieKeys.log("UA-w").publicKey();
    private final LogPublicKey gb = LieKeys.log("GB-w").publicKey();

    private static Charter charter(LieCharter charter) {
        return ((CharterParse.Sound) CharterParser.parse(charter.bytes())).charter();
    }

    private Cosigned of(byte[] note, LogPublicKey... keys) {
        VerifiedCheckpoint head = open(note);
        return Cosigned.of(head, charter(LieCharter.witnessed()), List.of(keys)).orElseThrow();
    }

    private static VerifiedCheckpoint open(byte[] note) {
        try {
            return new CheckpointVerifier(LieLog.ORIGIN, LieKeys.log("log").publicKey()).open(note);
        } catch (NoteException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] cosigned(int size, long sinceStartMs, String... witnesses) {
        return log.cosigned(log.checkpoint(size), sinceStartMs, witnesses);
    }

    private static Instant at(long sinceStartMs) {
        return Instant.ofEpochMilli(LieLog.START + sinceStartMs);
    }

    @Test
    void of_charterWithoutWitnesses_isNothing() {
        assertThat(Cosigned.of(open(log.checkpoint(6)), charter(LieCharter.plain()), List.of(ua)))
                .isEmpty();
    }

    /** One of the three may lie: the earlier time alone proves nothing. */
    @Test
    void of_twoWitnesses_existedByTheLaterOfTheirTimes() {
        byte[] note = log.cosigned(cosigned(6, 60_000, "UA-w"), 90_000, "GB-w");
        Cosigned cosigned = of(note, ua, gb);
        assertThat(cosigned.valid()).containsExactlyInAnyOrder("UA-w", "GB-w");
        assertThat(cosigned.times()).containsEntry("UA-w", at(60_000)).containsEntry("GB-w", at(90_000));
        assertThat(cosigned.existedBy()).contains(at(90_000));
        assertThat(cosigned.falsehood()).isEmpty();
    }

    @Test
    void of_asManyWitnessesAsMayLie_existedByNobodyKnowsWhen() {
        Cosigned cosigned = of(cosigned(6, 60_000, "UA-w"), ua, gb);
        assertThat(cosigned.valid()).containsExactly("UA-w");
        assertThat(cosigned.existedBy()).isEmpty();
    }

    @Test
    void of_witnessWithoutBothItsKeys_doesNotCount() {
        byte[] note = cosigned(6, 60_000, "UA-w");
        assertThat(of(note).valid()).isEmpty();
        assertThat(of(note, LogPublicKey.of(ua.ed25519(), gb.mlDsa44())).valid())
                .isEmpty();
        assertThat(of(note, LogPublicKey.of(gb.ed25519(), ua.mlDsa44())).valid())
                .isEmpty();
        assertThat(of(note, LogPublicKey.of(gb.ed25519(), ua.mlDsa44())).falsehood())
                .isEmpty();
    }

    @Test
    void of_cosignatureOfAnotherHead_isAFalsehood() {
        String five = new String(log.checkpoint(5), StandardCharsets.UTF_8);
        String six = new String(cosigned(6, 60_000, "UA-w"), StandardCharsets.UTF_8);
        StringBuilder grafted = new StringBuilder(five);
        six.lines()
                .filter(l -> l.contains("UA-w"))
                .forEach(l -> grafted.append(l).append('\n'));
        Cosigned cosigned = of(grafted.toString().getBytes(StandardCharsets.UTF_8), ua, gb);
        assertThat(cosigned.valid()).isEmpty();
        assertThat(cosigned.falsehood().orElseThrow()).contains("UA-w");
    }
}
