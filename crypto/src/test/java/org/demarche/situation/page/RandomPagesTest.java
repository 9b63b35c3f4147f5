package org.demarche.situation.page;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.demarche.charter.Charter;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.RandomLog;
import org.demarche.hash.Sha256;
import org.demarche.situation.LogHead;
import org.demarche.situation.Scribe;
import org.demarche.situation.Situation;
import org.demarche.situation.WitnessStanding;
import org.junit.jupiter.api.Test;

/** Whatever is in a log, every page can be drawn, at any instant. {@code -Ddemarche.seed} repeats a run, {@code -Ddemarche.long=true} draws many more. */
class RandomPagesTest {
    private static final int STEPS = 80;

    @Test
    void pages_randomLogs_areWellFormed() {
        long seed = Long.getLong("demarche.seed", new Random().nextLong());
        int logs = Boolean.getBoolean("demarche.long") ? 200 : 2;
        for (int i = 0; i < logs; i++) {
            draw(seed + i);
        }
    }

    private static void draw(long seed) {
        RandomLog log = RandomLog.of(seed, STEPS);
        Random random = new Random(seed);
        for (long nowMs :
                new long[] {log.nowMs(), log.nowMs() + random.nextInt(2_000), log.nowMs() + 10_000_000_000L}) {
            Situation situation = situation(log, nowMs, random);
            try {
                Markup.page(BoardPages.board(situation, random.nextBoolean()));
                Markup.page(BoardPages.register(situation, false));
                Markup.page(BoardPages.charter(situation, false));
                Markup.regions(BoardPages.regions(situation));
                for (Incident incident : situation.incidents()) {
                    Markup.page(
                            BoardPages.incident(situation, incident.id(), false).orElseThrow());
                }
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Ddemarche.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static Situation situation(RandomLog log, long nowMs, Random random) {
        Scribe scribe = new Scribe();
        for (Entry entry : log.entries()) {
            scribe.add(entry, log.ledger().governance());
        }
        log.ledger().incidents().forEach(scribe::moved);
        List<WitnessStanding> witnesses = new ArrayList<>();
        for (Charter.Witness witness : log.ledger().governance().charter().witnesses()) {
            witnesses.add(new WitnessStanding(
                    witness.name(),
                    witness.party(),
                    random.nextInt(50),
                    OptionalLong.of(nowMs - random.nextInt(99_999))));
        }
        return Situation.at(
                nowMs,
                log.ledger().governance(),
                log.ledger().incidents(),
                scribe.journal(),
                new LogHead(log.entries().size(), Sha256.of(), nowMs - 1, 0),
                witnesses,
                List.of());
    }
}
