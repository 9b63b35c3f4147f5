package org.demarche.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.archive.Years.march;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.archive.Algorithm;
import org.demarche.archive.Algorithms;
import org.demarche.archive.ArchiveDigest;
import org.demarche.archive.Authorities;
import org.demarche.archive.Records;
import org.demarche.archive.StampOffice;
import org.demarche.archive.Task;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/** What programs read of renewal is what people read. */
class DurabilityJsonTest {
    private static final Path LIES = Path.of("src/test/resources/lies");

    private final StampOffice office = StampOffice.open("one", "SHA512withECDSA", march(2026), march(2140));

    private static JsonNode durability(byte[] bundle, String charter, Reader reader) throws IOException {
        Sha256 pinned = Sha256.of(Files.readAllBytes(LIES.resolve(charter + ".toml")));
        Reader asks = new Reader(pinned, reader.at(), reader.algorithms(), reader.authorities());
        return new JsonMapper()
                .readTree(ReportJson.of(Bundles.judge(bundle, asks)))
                .get("durability");
    }

    private static Reader at(Instant time, Algorithms algorithms, Authorities authorities) {
        return new Reader(Sha256.of(new byte[0]), Optional.of(time), algorithms, authorities);
    }

    private static byte[] file(String name) throws IOException {
        return Files.readAllBytes(LIES.resolve(name + ".evidence"));
    }

    @Test
    void of_fileOfWhichNothingEnds_isGoodWithoutEnd() throws IOException {
        JsonNode json =
                durability(file("honest-tier-1"), "plain", at(march(2076), Algorithms.ALL_TRUSTED, Authorities.NONE));
        assertThat(json.toString())
                .isEqualTo("{\"at\":\"2076-03-01T00:00:00.000Z\",\"good\":true,\"until\":null,\"ends\":null,"
                        + "\"own\":{\"until\":null,\"ends\":null},\"needed\":1,\"records\":[]}");
    }

    @Test
    void of_fileWithRecords_tellsTheTimesOfEachAndWhatIsWrongWithOne() throws IOException, RefusedException {
        Algorithms fallen = new Algorithms(Map.of(Algorithm.SHA_256, march(2046)));
        ArchivedBundle bundle = ArchivedBundle.parse(file("honest-tier-1"));
        Task begin = new Task.Begin(bundle.core());
        UnverifiedRecord inTime = Records.one(begin, ArchiveDigest.SHA_512, office, march(2045));
        UnverifiedRecord renewed = Records.one(new Task.RenewStamp(inTime), ArchiveDigest.SHA_512, office, march(2060));
        UnverifiedRecord late = Records.one(begin, ArchiveDigest.SHA_512, office, march(2047));
        byte[] kept = bundle.with(List.of(renewed, late)).bytes();

        JsonNode json = durability(kept, "plain", at(march(2076), fallen, office.trusted()));

        assertThat(json.get("good").booleanValue()).isTrue();
        assertThat(json.get("until")).isEqualTo(json.at("/records/0/until"));
        assertThat(json.get("ends")).isEqualTo(json.at("/records/0/ends"));
        assertThat(json.get("own").toString())
                .isEqualTo("{\"until\":\"2046-03-01T00:00:00.000Z\",\"ends\":\"the trust in SHA-256\"}");
        assertThat(json.at("/records/0/until").textValue()).isEqualTo("2140-03-01T00:00:00.000Z");
        assertThat(json.at("/records/0/times").toString())
                .isEqualTo("[{\"name\":\"one\",\"at\":\"2045-03-01T00:00:01.000Z\"},"
                        + "{\"name\":\"one\",\"at\":\"2060-03-01T00:00:01.000Z\"}]");
        assertThat(json.at("/records/0/trouble").isNull()).isTrue();
        assertThat(json.at("/records/1").toString())
                .isEqualTo(
                        "{\"number\":2,\"until\":null,\"ends\":null,\"times\":[],\"trouble\":"
                                + "\"begun at 2047-03-01T00:00:01Z, but the trust in SHA-256 ended at 2046-03-01T00:00:00Z already\"}");
    }
}
