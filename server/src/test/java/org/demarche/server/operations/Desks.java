package org.demarche.server.operations;

import io.grpc.testing.StreamRecorder;
import java.util.ArrayList;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.FollowRequest;
import org.demarche.server.Says;
import org.demarche.server.TestDesk;
import org.demarche.server.TestHub;

/** Desks of parties, connected. */
final class Desks implements AutoCloseable {
    private final TestHub hub;
    private final List<TestDesk> all = new ArrayList<>();

    Desks(TestHub hub) {
        this.hub = hub;
    }

    TestDesk of(String party) {
        TestDesk desk = hub.desk(party);
        all.add(desk);
        return desk;
    }

    /** The charter comes into force, an incident is opened, its clock started, and a tier proposed. */
    void openIncidentWithProposal() {
        List<TestDesk> adopters = Says.ADOPTERS.stream().map(this::of).toList();
        adopters.forEach(TestDesk::assent);
        TestDesk ukraine = of("UA");
        Sha256 incident = TestDesk.id(ukraine.say("watch", ukraine.report()));
        ukraine.say("watch", Says.violation(incident));
        for (String party : Says.ADOPTERS.subList(1, 8)) {
            of(party).say("watch", Says.violation(incident));
        }
        ukraine.say("watch", Says.propose(incident, 1));
        ukraine.async()
                .follow(
                        FollowRequest.newBuilder()
                                .setClockMs(hub.clock().wallMs())
                                .build(),
                        StreamRecorder.create());
    }

    @Override
    public void close() {
        all.forEach(TestDesk::close);
    }
}
