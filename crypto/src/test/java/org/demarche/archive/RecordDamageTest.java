package org.demarche.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No byte of a record can change, and no time-stamp of it can be dropped, moved or swapped, but it vouches for nothing. And our
 * reading is stricter than both others: what it takes, they take. {@code -Ddemarche.damage} sets how many bytes are changed; {@code
 * -Ddemarche.seed} repeats a failure.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordDamageTest {
    private final int times = Integer.getInteger("demarche.damage", 200);
    private final long seed = Long.getLong("demarche.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final byte[] file = "an old file".getBytes(StandardCharsets.UTF_8);
    private final StampOffice office =
            StampOffice.open("ACME", "SHA256withECDSA", Years.march(2026), Years.march(2076));
    private final RecordVerifier verifier = new RecordVerifier(office.trusted());
    private UnverifiedRecord record;

    @BeforeAll
    void makeARecord() {
        List<Task> batch = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            batch.add(new Task.Begin(i == 1 ? file : new byte[] {(byte) i}));
        }
        record = Records.many(batch, ArchiveDigest.SHA_512, office, Years.march(2026))
                .get(1);
        for (int year : new int[] {2031, 2036}) {
            record = Records.one(new Task.RenewStamp(record), ArchiveDigest.SHA_512, office, Years.march(year));
        }
        record = Records.one(new Task.RenewHash(record, file), ArchiveDigest.SHA3_512, office, Years.march(2041));
        record = Records.one(new Task.RenewStamp(record), ArchiveDigest.SHA3_512, office, Years.march(2046));
        assertThat(taken(record.encode())).isTrue();
    }

    private boolean taken(byte[] der) {
        boolean taken;
        try {
            taken = verifier.check(UnverifiedRecord.parse(der), file) instanceof RecordCheck.True;
        } catch (RefusedException e) {
            taken = false;
        }
        if (taken) {
            assertThat(Dss.takes(der, file)).as("seed %d: DSS", seed).isTrue();
            assertThat(BouncyCastleRecords.takes(der, file))
                    .as("seed %d: BC", seed)
                    .isTrue();
        }
        return taken;
    }

    @Test
    void byte_anyOneChanged_isNotTaken() {
        byte[] der = record.encode();
        for (int i = 0; i < times; i++) {
            byte[] damaged = der.clone();
            int place = random.nextInt(der.length);
            damaged[place] ^= (byte) (1 + random.nextInt(255));
            assertThat(taken(damaged)).as("seed %d, place %d", seed, place).isFalse();
        }
    }

    @Test
    void record_cutOrLengthened_isRefused() {
        byte[] der = record.encode();
        for (int i = 0; i < times; i++) {
            assertThat(taken(Arrays.copyOf(der, random.nextInt(der.length)))).isFalse();
        }
        assertThat(taken(Arrays.copyOf(der, der.length + 1))).isFalse();
        assertThat(taken(new byte[UnverifiedRecord.MAX_BYTES + 1])).isFalse();
        assertThat(taken(new byte[0])).isFalse();
    }

    @Test
    void stamps_droppedDoubledOrSwapped_areTakenOnlyIfTheLastOnesWere() {
        List<StampChain> chains = record.chains();
        for (int c = 0; c < chains.size(); c++) {
            StampChain chain = chains.get(c);
            for (int i = 0; i < chain.stamps().size(); i++) {
                List<ArchiveStamp> dropped = new ArrayList<>(chain.stamps());
                ArchiveStamp one = dropped.remove(i);
                boolean newest = c == chains.size() - 1 && i == chain.stamps().size() - 1;
                if (!dropped.isEmpty()) {
                    // Whoever cuts off the newest renewal has the record as it was before it.
                    assertThat(taken(with(c, dropped)))
                            .as("%d/%d dropped", c, i)
                            .isEqualTo(newest);
                }
                List<ArchiveStamp> doubled = new ArrayList<>(chain.stamps());
                doubled.add(i, one);
                assertThat(taken(with(c, doubled))).as("%d/%d doubled", c, i).isFalse();
            }
            List<ArchiveStamp> reversed = new ArrayList<>(chain.stamps());
            Collections.reverse(reversed);
            assertThat(taken(with(c, reversed))).as("%d reversed", c).isFalse();
        }
        List<StampChain> swapped = new ArrayList<>(chains);
        Collections.reverse(swapped);
        assertThat(taken(new UnverifiedRecord(swapped).encode())).isFalse();
        assertThat(taken(new UnverifiedRecord(chains.subList(1, 2)).encode())).isFalse();
    }

    private byte[] with(int chain, List<ArchiveStamp> stamps) {
        List<StampChain> changed = new ArrayList<>(record.chains());
        changed.set(chain, new StampChain(changed.get(chain).digest(), stamps));
        return new UnverifiedRecord(changed).encode();
    }

    @Test
    void token_ofAnotherAuthority_isNotTaken() {
        StampOffice stranger = StampOffice.open("ACME", "SHA256withECDSA", Years.march(2026), Years.march(2076));
        UnverifiedRecord renewed =
                Records.one(new Task.RenewStamp(record), ArchiveDigest.SHA3_512, stranger, Years.march(2050));
        assertThat(verifier.check(renewed, file))
                .isEqualTo(new RecordCheck.Void("its time-stamp 6 of 6: by no authority that is trusted, or false "
                        + "(ACME's: its certificates do not lead to the authority's anchor)"));
        assertThat(new RecordVerifier(Authorities.NONE).check(record, file))
                .isEqualTo(new RecordCheck.Void("its time-stamp 1 of 5: no time authority is trusted"));
        assertThat(new RecordVerifier(
                                Authorities.NONE.with("ACME", stranger.anchor()).with("ACME", office.anchor()))
                        .check(renewed, file))
                .isInstanceOf(RecordCheck.True.class);
    }

    @Test
    void token_datedAfterItsCertificate_isNotTaken() {
        StampOffice ended = StampOffice.open("ended", "SHA256withECDSA", Years.march(2026), Years.march(2030));
        UnverifiedRecord forged = Records.forged(new Task.Begin(file), ArchiveDigest.SHA_512, ended, Years.march(2031));
        assertThat(new RecordVerifier(ended.trusted()).check(forged, file)).isInstanceOf(RecordCheck.Void.class);
    }
}
