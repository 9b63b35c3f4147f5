package org.demarche.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.demarche.server.Says.message;

import com.google.protobuf.ByteString;
import io.grpc.testing.StreamRecorder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.ProofCheck;
import org.demarche.proto.v1.GetCheckpointRequest;
import org.demarche.proto.v1.GetConsistencyRequest;
import org.demarche.proto.v1.GetEntriesRequest;
import org.demarche.proto.v1.GetEntriesResponse;
import org.demarche.proto.v1.GetInclusionRequest;
import org.demarche.proto.v1.LogServiceGrpc;
import org.demarche.refusal.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hub answers to those who read the log. */
final class LogRpcTest {
    private static final long SIZE = 7;

    @TempDir
    private Path directory;

    private InProcessHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new InProcessHub(directory);
        hub.assent(List.of("UA"));
        for (int i = 2; i < SIZE; i++) {
            hub.say("UA/watch", message("No. " + i));
        }
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private List<ByteString> entries(long from, long count) throws Exception {
        StreamRecorder<GetEntriesResponse> stream = StreamRecorder.create();
        LogServiceGrpc.newStub(hub.channel("US"))
                .getEntries(
                        GetEntriesRequest.newBuilder()
                                .setFromIndex(from)
                                .setCount(count)
                                .build(),
                        stream);
        assertThat(stream.awaitCompletion(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stream.getError()).isNull();
        return stream.getValues().stream().map(GetEntriesResponse::getEntry).toList();
    }

    private MemoryTree tree() throws Exception {
        MemoryTree tree = new MemoryTree();
        for (ByteString entry : entries(0, 0)) {
            tree.append(UnverifiedEntry.parse(entry.toByteArray()).leaf());
        }
        return tree;
    }

    @Test
    void getCheckpoint_isTheNewest() {
        assertThat(hub.log("US")
                        .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
                        .getCheckpoint())
                .isEqualTo(hub.core().published().checkpoint());
    }

    @Test
    void getEntries_areAllThereOrAsManyAsAreWanted() throws Exception {
        assertThat(tree().head(SIZE)).isEqualTo(hub.core().published().head());
        assertThat(entries(2, 3)).isEqualTo(entries(0, 0).subList(2, 5));
        assertThat(entries(5, Long.MAX_VALUE)).hasSize(2);
        assertThat(entries(SIZE, 1)).isEmpty();
    }

    @Test
    void getInclusion_ofEveryEntry_holds() throws Exception {
        MemoryTree tree = tree();
        for (long index = 0; index < SIZE; index++) {
            List<Sha256> proof = hub
                    .log("US")
                    .getInclusion(GetInclusionRequest.newBuilder()
                            .setIndex(index)
                            .setSize(SIZE)
                            .build())
                    .getInclusionList()
                    .stream()
                    .map(Sha256::copyOf)
                    .toList();
            Sha256 leaf = UnverifiedEntry.parse(entries(index, 1).get(0).toByteArray())
                    .leaf();
            assertThat(ProofCheck.inclusion(index, leaf, proof, tree.head(SIZE)))
                    .isTrue();
        }
    }

    @Test
    void getConsistency_betweenAnySizes_holds() throws Exception {
        MemoryTree tree = tree();
        for (long from = 1; from <= SIZE; from++) {
            Head earlier = tree.head(from);
            List<Sha256> proof = hub
                    .log("US")
                    .getConsistency(GetConsistencyRequest.newBuilder()
                            .setFromSize(from)
                            .setToSize(SIZE)
                            .build())
                    .getConsistencyList()
                    .stream()
                    .map(Sha256::copyOf)
                    .toList();
            assertThat(ProofCheck.consistency(earlier, tree.head(SIZE), proof)).isTrue();
        }
    }

    @Test
    void log_askedBeyondItsEnd_isNotFound() {
        assertNotFound(() -> hub.log("US")
                .getInclusion(
                        GetInclusionRequest.newBuilder().setIndex(5).setSize(2).build()));
        assertNotFound(() -> hub.log("US")
                .getInclusion(GetInclusionRequest.newBuilder()
                        .setIndex(0)
                        .setSize(SIZE + 1)
                        .build()));
        assertNotFound(() -> hub.log("US")
                .getConsistency(GetConsistencyRequest.newBuilder()
                        .setFromSize(2)
                        .setToSize(1)
                        .build()));
        assertNotFound(() -> hub.log("US")
                .getConsistency(GetConsistencyRequest.newBuilder()
                        .setFromSize(2)
                        .setToSize(SIZE + 1)
                        .build()));
        assertNotFound(() -> hub.log("US")
                .getEntries(
                        GetEntriesRequest.newBuilder().setFromIndex(SIZE + 1).build())
                .next());
    }

    private static void assertNotFound(ThrowingCallable call) {
        assertThat(Refused.by(call).reason()).isEqualTo(Reason.NOT_FOUND);
    }
}
