package org.demarche.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.demarche.checkpoint.AddCheckpointRequest;
import org.demarche.checkpoint.Note;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.TlogProof;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimeAuthorityKeys;
import org.demarche.timestamp.TimestampRequest;
import org.junit.jupiter.params.provider.Arguments;

/** What the fuzzer begins with, so that it need not find out for itself what a file looks like: the committed files, and what is in them. */
final class Seeds {
    private static final Path LIES = Path.of("src/test/resources/lies");
    private static final Path MISBEHAVIOUR = Path.of("src/test/resources/misbehaviour");
    private static final Path CASES = Path.of("src/main/resources/conformance");

    private Seeds() {}

    static Stream<Arguments> bundles() {
        return files(LIES, ".evidence");
    }

    static Stream<Arguments> misbehaviours() {
        return files(MISBEHAVIOUR, ".misbehaviour");
    }

    static Stream<Arguments> questions() {
        return files(CASES, ".json");
    }

    static Stream<Arguments> charters() {
        return files(LIES, ".toml");
    }

    static Stream<Arguments> entries() {
        return seeds(logEntries().stream().map(LogEntry::toByteArray));
    }

    static Stream<Arguments> notices() {
        return seeds(logEntries().stream()
                .filter(LogEntry::hasNotice)
                .map(e -> e.getNotice().toByteArray()));
    }

    static Stream<Arguments> checkpoints() {
        return seeds(honest().stream().map(b -> b.getCheckpoint().toByteArray()));
    }

    static Stream<Arguments> addCheckpoints() {
        return seeds(honest().stream()
                .map(b -> new AddCheckpointRequest(1, List.of(Sha256.of()), note(b.getCheckpoint())).bytes()));
    }

    static Stream<Arguments> tlogProofs() {
        return seeds(honest().stream()
                .map(b -> new TlogProof(Optional.empty(), 0, List.of(Sha256.of()), note(b.getCheckpoint())).bytes()));
    }

    static Stream<Arguments> tilePaths() {
        return texts("tile/0/000", "tile/0/000.p/7", "tile/1/x001/234", "tile/entries/x001/x234/567", "checkpoint");
    }

    static Stream<Arguments> noteKeys() {
        return texts(
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "hub.example/log+00000000+AQ==");
    }

    static Stream<Arguments> rules() {
        return texts("UA and US and 11 of coalition", "2 of (UA, GB, NO)", "all of (GB, NO) or UA");
    }

    static Stream<Arguments> algorithms() {
        return texts("[[algorithm]]\nname = \"SHA-256\"\nbroken = 2060-01-01T00:00:00Z\n");
    }

    static Stream<Arguments> tokens() {
        return seeds(Stream.concat(
                honest().stream().flatMap(b -> b.getTimestampsList().stream()).map(ByteString::toByteArray),
                Stream.of(request().bytes(), answer())));
    }

    static Stream<Arguments> records() {
        return seeds(honest().stream().flatMap(b -> b.getRecordsList().stream()).map(ByteString::toByteArray));
    }

    private static TimestampRequest request() {
        return TimestampRequest.of(
                Imprint.of(HashAlgorithm.SHA_512, new byte[0]),
                new byte[TimestampRequest.MIN_NONCE_BYTES],
                Optional.empty());
    }

    private static byte[] answer() {
        TimeAuthorityKeys keys = TimeAuthorityKeys.generate(
                "seeds", new SecureRandom(), Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
        return new TimeAuthority(keys, new SecureRandom()).answer(request().bytes(), Instant.EPOCH);
    }

    private static Note note(ByteString bytes) {
        try {
            return Note.parse(bytes.toByteArray());
        } catch (NoteException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<LogEntry> logEntries() {
        List<LogEntry> all = new ArrayList<>();
        for (EvidenceBundle bundle : honest()) {
            Stream.concat(bundle.getGovernanceList().stream(), bundle.getEntriesList().stream())
                    .forEach(e -> all.add(entry(e.getEntry())));
        }
        return all;
    }

    private static LogEntry entry(ByteString bytes) {
        try {
            return LogEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<EvidenceBundle> honest() {
        return paths(LIES, ".evidence").stream()
                .filter(p -> p.getFileName().toString().startsWith("honest-"))
                .map(p -> {
                    try {
                        return EvidenceBundle.parseFrom(read(p));
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(p.toString(), e);
                    }
                })
                .toList();
    }

    private static Stream<Arguments> texts(String... texts) {
        return seeds(Stream.of(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)));
    }

    private static Stream<Arguments> files(Path folder, String end) {
        return seeds(paths(folder, end).stream().map(Seeds::read));
    }

    private static Stream<Arguments> seeds(Stream<byte[]> seeds) {
        return seeds.map(bytes -> Arguments.of((Object) bytes));
    }

    private static List<Path> paths(Path folder, String end) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> p.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
