package org.demarche.client;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.client.follow.Trust;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.RemoteHub;
import org.demarche.evidence.Expectation;
import org.demarche.evidence.Report;
import org.demarche.evidence.Result;
import org.demarche.evidence.VerdictClass;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.GetEvidenceRequest;
import org.demarche.proto.v1.IncidentAt;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.TierState;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** Fetches evidence bundles, and verifies them by the ten steps before it hands them out. */
final class Evidence {
    private static final int LARGEST_BUNDLE = 67_108_864;

    private final RemoteHub hub;
    private final Failures failures;
    private final Trust trust;
    private final Confidence confidence;

    Evidence(RemoteHub hub, Failures failures, Trust trust, Confidence confidence) {
        this.hub = hub;
        this.failures = failures;
        this.trust = trust;
        this.confidence = confidence;
    }

    /** Finds an entry of the incident. */
    interface OwnEntry {
        /** Index of the incident's first entry from {@code index} on. */
        long from(long index) throws DeskException;
    }

    byte[] ofNotice(Sha256 notice) throws DeskException {
        byte[] bundle = fetch(GetEvidenceRequest.newBuilder().setNotice(notice.byteString()));
        return verified(
                bundle,
                result -> result instanceof Result.Notice found && found.id().equals(notice));
    }

    /** What became visible at a governance entry is proven by the incident's own entry after it: {@code own} says which that is. */
    byte[] ofActivation(IncidentState state, int tier, OwnEntry own) throws DeskException {
        TierState found = state.getTiersList().stream()
                .filter(t -> t.getTier() == tier)
                .findFirst()
                .orElseThrow(() -> new DeskException.Invalid(
                        "the charter has no tier " + tier, "`demarche liaison charter explain` lists the tiers"));
        if (found.getActivatedAtMs() == 0) {
            throw new DeskException.Invalid(
                    "tier " + tier + " is not active in this incident, so there is nothing to prove",
                    "`demarche liaison incident ID` shows what it waits for");
        }
        Expectation activation = new Expectation(OptionalInt.of(tier), false);
        byte[] bundle = fetch(GetEvidenceRequest.newBuilder()
                .setIncidentAt(IncidentAt.newBuilder()
                        .setIncident(state.getIncident())
                        .setIndex(own.from(found.getActivatedIndex()))));
        return verified(bundle, activation::isMetBy);
    }

    /** Undecided is what a log without its witnesses' cosignatures may be; anything worse is the hub's doing. */
    private byte[] verified(byte[] bundle, Predicate<Result> asked) throws DeskException {
        Report report = Verification.verify(bundle, trust.charter().hash(), Optional.empty(), trust.verifier());
        VerdictClass verdict = report.verdict().code().verdictClass();
        if (verdict == VerdictClass.INVALID || verdict == VerdictClass.DISPROVEN) {
            throw confidence.lied(lie(
                    "the hub's evidence is " + verdict + ": " + report.verdict().sentence(), bundle));
        }
        if (!report.result().map(asked::test).orElse(false)) {
            throw confidence.lied(lie("the hub's evidence is for something else than was asked for", bundle));
        }
        return bundle;
    }

    private static LieException lie(String sentence, byte[] bundle) {
        return new LieException(Misbehaviour.FALSE_EVIDENCE, sentence, Map.of("bundle", bundle));
    }

    private byte[] fetch(GetEvidenceRequest.Builder request) throws DeskException {
        try {
            return hub.evidence(request.setClockMs(trust.clock().millis()).build(), LARGEST_BUNDLE)
                    .orElseThrow(() -> new DeskException.Refused(
                            new Refusal(Reason.TOO_LARGE, "the bundle is larger than " + LARGEST_BUNDLE + " bytes"),
                            Optional.empty(),
                            "call the operator"));
        } catch (LineException e) {
            throw failures.of(e, Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeskException.Unreachable("interrupted", "try again", e);
        }
    }
}
