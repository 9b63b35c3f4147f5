package org.demarche.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.archive.Records.many;
import static org.demarche.archive.Records.one;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.OddToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as they are begun, renewed and read, by our own code, by EU DSS and by Bouncy Castle. */
class RecordTest {
    private static final StampOffice FIRST =
            StampOffice.open("first", "SHA256withECDSA", Years.march(2026), Years.march(2032));
    private static final StampOffice SECOND =
            StampOffice.open("second", "SHA256withECDSA", Years.march(2030), Years.march(2040));
    private static final Authorities BOTH = FIRST.trusted().and(SECOND.trusted());

    private static final byte[] STRANGE = {42};

    private final List<byte[]> files = IntStream.range(0, 5)
            .mapToObj(i -> ("file " + i).getBytes(StandardCharsets.UTF_8))
            .toList();

    private static UnverifiedRecord begun(byte[] data) {
        return one(new Task.Begin(data), ArchiveDigest.SHA_512, FIRST, Years.march(2026));
    }

    private static List<Link> links(UnverifiedRecord record, byte[] data) {
        RecordCheck check = new RecordVerifier(BOTH).check(record, data);
        assertThat(check).isInstanceOf(RecordCheck.True.class);
        return ((RecordCheck.True) check).links();
    }

    private static void everybodyTakes(UnverifiedRecord record, byte[] data) throws RefusedException {
        byte[] der = record.encode();
        assertThat(UnverifiedRecord.parse(der)).isEqualTo(record);
        links(record, data);
        assertThat(Dss.takes(der, data)).as("DSS").isTrue();
        assertThat(BouncyCastleRecords.takes(der, data)).as("Bouncy Castle").isTrue();
    }

    private static void nobodyTakes(UnverifiedRecord record, byte[] data) {
        assertThat(new RecordVerifier(BOTH).check(record, data)).isInstanceOf(RecordCheck.Void.class);
        assertThat(Dss.takes(record.encode(), data)).as("DSS").isFalse();
        assertThat(BouncyCastleRecords.takes(record.encode(), data))
                .as("Bouncy Castle")
                .isFalse();
    }

    @Test
    void record_begun_isTakenByEverybody() throws RefusedException {
        everybodyTakes(begun(files.get(0)), files.get(0));
        nobodyTakes(begun(files.get(0)), STRANGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void batch_ofAnySize_givesEachFileItsRecord(int size) throws RefusedException {
        List<byte[]> some = files.subList(0, size);
        List<UnverifiedRecord> records = many(
                some.stream().map(f -> (Task) new Task.Begin(f)).toList(),
                ArchiveDigest.SHA_512,
                FIRST,
                Years.march(2026));
        for (int i = 0; i < size; i++) {
            everybodyTakes(records.get(i), some.get(i));
            nobodyTakes(records.get(i), STRANGE);
        }
    }

    @Test
    void batch_withAFileTwice_givesBothTheSameRecord() throws RefusedException {
        List<Task> tasks =
                List.of(new Task.Begin(files.get(0)), new Task.Begin(files.get(1)), new Task.Begin(files.get(0)));
        List<UnverifiedRecord> records = many(tasks, ArchiveDigest.SHA_512, FIRST, Years.march(2026));
        assertThat(records.get(0)).isEqualTo(records.get(2));
        everybodyTakes(records.get(2), files.get(0));
    }

    @Test
    void timeStamps_renewed_areTakenByEverybody() throws RefusedException {
        UnverifiedRecord record = begun(files.get(0));
        for (int year : new int[] {2031, 2035, 2039}) {
            record = one(new Task.RenewStamp(record), ArchiveDigest.SHA_512, SECOND, Years.march(year));
            everybodyTakes(record, files.get(0));
        }
        assertThat(links(record, files.get(0)))
                .extracting(Link::authority)
                .containsExactly("first", "second", "second", "second");
    }

    @Test
    void timeStamps_renewedInABatch_areTakenByEverybody() throws RefusedException {
        List<UnverifiedRecord> records = files.stream().map(RecordTest::begun).toList();
        records = many(
                records.stream().map(r -> (Task) new Task.RenewStamp(r)).toList(),
                ArchiveDigest.SHA_512,
                SECOND,
                Years.march(2031));
        for (int i = 0; i < files.size(); i++) {
            everybodyTakes(records.get(i), files.get(i));
        }
    }

    @Test
    void link_restsOnWhatItsSignatureRestsOn() {
        assertThat(links(begun(files.get(0)), files.get(0)).get(0).algorithms())
                .containsExactlyInAnyOrder(Algorithm.ECDSA, Algorithm.SHA_256);
    }

    @Test
    void check_whatATimeStampDoesNotCover_isNamed() {
        List<UnverifiedRecord> begun = many(
                files.stream().map(f -> (Task) new Task.Begin(f)).toList(),
                ArchiveDigest.SHA_512,
                FIRST,
                Years.march(2026));
        assertThat(why(begun.get(0), STRANGE)).isEqualTo("its time-stamp 1 of 1 does not cover this file");
        List<UnverifiedRecord> renewed = many(
                files.subList(1, 5).stream()
                        .map(f -> (Task) new Task.RenewStamp(begun(f)))
                        .toList(),
                ArchiveDigest.SHA_512,
                SECOND,
                Years.march(2031));
        StampChain mixed = new StampChain(
                ArchiveDigest.SHA_512,
                List.of(
                        begun(files.get(0)).newest().stamps().get(0),
                        renewed.get(0).newest().stamps().get(1)));
        assertThat(why(new UnverifiedRecord(List.of(mixed)), files.get(0)))
                .isEqualTo("its time-stamp 2 of 2 does not cover the one before it");
        List<UnverifiedRecord> rehashed = many(
                List.of(new Task.RenewHash(begun.get(1), files.get(1)), new Task.RenewHash(begun.get(2), files.get(2))),
                ArchiveDigest.SHA3_512,
                SECOND,
                Years.march(2031));
        assertThat(why(
                        new UnverifiedRecord(
                                List.of(begun.get(0).newest(), rehashed.get(0).newest())),
                        files.get(0)))
                .isEqualTo("its time-stamp 2 of 2 does not cover this file and those before it");
    }

    @Test
    void check_tokenThatBringsMoreThanItNeeds_isVoid() {
        OddToken fat = OddToken.of("fat").withAnchor();
        UnverifiedRecord record = new Task.Begin(files.get(0))
                .take(
                        ArchiveDigest.SHA_512,
                        HashPath.NONE,
                        fat.over(files.get(0), Years.march(2027)).bytes());
        assertThat(new RecordVerifier(Authorities.NONE.with("fat", fat.anchor())).check(record, files.get(0)))
                .isEqualTo(new RecordCheck.Void("its time-stamp 1 of 1: its token brings more than it needs"));
    }

    private static String why(UnverifiedRecord record, byte[] data) {
        return ((RecordCheck.Void) new RecordVerifier(BOTH).check(record, data)).sentence();
    }

    @Test
    void record_restsOnTheHashesOfItsChains() {
        UnverifiedRecord older = begun(files.get(0));
        UnverifiedRecord record =
                one(new Task.RenewHash(older, files.get(0)), ArchiveDigest.SHA3_512, SECOND, Years.march(2031));
        assertThat(older.digest()).isEqualTo(ArchiveDigest.SHA_512);
        assertThat(record.digest()).isEqualTo(ArchiveDigest.SHA3_512);
        assertThat(older.restsOn(ArchiveDigest.SHA_512)).isTrue();
        assertThat(older.restsOn(ArchiveDigest.SHA3_512)).isFalse();
        assertThat(record.restsOn(ArchiveDigest.SHA_512)).isTrue();
    }

    @Test
    void authorities_joined_keepEveryCertificate() {
        Authorities joined = FIRST.trusted().and(SECOND.trusted()).and(Authorities.NONE.with("first", SECOND.anchor()));
        assertThat(joined.anchors())
                .isEqualTo(
                        Map.of("first", List.of(FIRST.anchor(), SECOND.anchor()), "second", List.of(SECOND.anchor())));
    }

    @Test
    void hash_renewedInABatch_isTakenByEverybody() throws RefusedException {
        List<Task> tasks = new ArrayList<>();
        for (byte[] file : files) {
            UnverifiedRecord older =
                    one(new Task.RenewStamp(begun(file)), ArchiveDigest.SHA_512, SECOND, Years.march(2031));
            tasks.add(new Task.RenewHash(older, file));
        }
        List<UnverifiedRecord> records = many(tasks, ArchiveDigest.SHA3_512, SECOND, Years.march(2035));
        for (int i = 0; i < files.size(); i++) {
            everybodyTakes(records.get(i), files.get(i));
            UnverifiedRecord later =
                    one(new Task.RenewStamp(records.get(i)), ArchiveDigest.SHA3_512, SECOND, Years.march(2038));
            everybodyTakes(later, files.get(i));
        }
        nobodyTakes(records.get(0), STRANGE);
    }
}
