package org.demarche.client.exercise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.charter.Tier;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.proto.v1.IncidentState;

/** The evidence that an exercise leaves, and what the verification says to it. */
final class Proof {
    private static final long GLANCE_MS = 200;
    private static final long PATIENCE_MS = 60_000;

    private Proof() {}

    /** Fetches the evidence of the report and of every tier that was activated, once it is vouched for, and keeps it in {@code directory}. */
    static List<Path> fetch(Cast cast, IncidentState state, Path directory) throws PlayException, InterruptedException {
        List<Path> files = new ArrayList<>();
        Desk desk = cast.observer();
        Sha256 incident = Sha256.copyOf(state.getIncident());
        try {
            for (Tier tier : desk.charter().tiers()) {
                if (state.getTiersList().stream()
                        .anyMatch(t -> t.getTier() == tier.number() && t.getActivatedAtMs() != 0)) {
                    files.add(keep(
                            directory.resolve("tier-" + tier.number() + ".evidence"),
                            vouched(cast, () -> desk.evidence(incident, tier.number()))));
                }
            }
            files.add(keep(directory.resolve("report.evidence"), vouched(cast, () -> desk.evidence(incident))));
            return files;
        } catch (DeskException e) {
            throw new PlayException("the evidence could not be fetched: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new PlayException("the evidence could not be kept: " + e.getMessage(), e);
        }
    }

    private interface Source {
        byte[] bundle() throws DeskException;
    }

    /** The hub serves better evidence as soon as more witnesses and time authorities have spoken. */
    private static byte[] vouched(Cast cast, Source source) throws DeskException, PlayException, InterruptedException {
        long patienceEnds = cast.nowMs() + PATIENCE_MS;
        byte[] bundle = source.bundle();
        while (cast.vouched(bundle).isEmpty()) {
            if (cast.nowMs() > patienceEnds) {
                throw new PlayException("the evidence is not witnessed and stamped as the charter asks after "
                        + PATIENCE_MS / 1000 + " s" + cast.unvouched());
            }
            cast.await(GLANCE_MS);
            bundle = source.bundle();
        }
        return bundle;
    }

    private static Path keep(Path file, byte[] bundle) throws IOException {
        return Files.write(file, bundle);
    }

    /** Verifies the files with nothing but the charter's hash at hand. */
    static List<Proven> verify(List<Path> files, Sha256 charter, SignatureVerifier verifier) throws PlayException {
        List<Proven> proven = new ArrayList<>();
        for (Path file : files) {
            try {
                proven.add(new Proven(
                        file, Verification.verify(Files.readAllBytes(file), charter, Optional.empty(), verifier)));
            } catch (IOException e) {
                throw new PlayException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        return proven;
    }
}
