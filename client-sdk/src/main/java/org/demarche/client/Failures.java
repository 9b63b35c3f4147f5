package org.demarche.client;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.demarche.client.follow.RefusalCheck;
import org.demarche.client.transport.LineException;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;

/** Turns the failure of a call into what a desk says about it. */
final class Failures {
    private static final Pattern ALERT = Pattern.compile("[A-Z0-9_]*ALERT[A-Z0-9_]*|fatal alert: [a-z_]+");

    private final Function<SignedRefusal, Optional<org.demarche.proto.v1.Refusal>> verifier;
    private final String hubs;

    /**
     * The failures of one line.
     *
     * @param verifier opens a refusal of this log signed by its keys, else gives empty
     * @param hubs where the line leads, for people
     */
    Failures(Function<SignedRefusal, Optional<org.demarche.proto.v1.Refusal>> verifier, String hubs) {
        this.verifier = verifier;
        this.hubs = hubs;
    }

    /** What {@code failure} of a call means; {@code notice}: the one that was submitted, if any. */
    DeskException of(LineException failure, Optional<Sha256> notice) {
        LineException.Failure what = failure.failure();
        if (what instanceof LineException.Failure.Stated stated) {
            return stated(stated, failure, notice);
        }
        if (what instanceof LineException.Failure.WrongPin pin) {
            return new DeskException.NotTrusted(
                    pin.said() + tried(failure),
                    "ask the operator for the hub's pin by another channel, and compare it with hub_pins in the profile",
                    failure);
        }
        if (what instanceof LineException.Failure.Insecure tls) {
            return new DeskException.NotTrusted(
                    tls(tls.said()) + tried(failure),
                    "both sides need TLS 1.3, and the charter must name this machine's TLS key: compare tls_certificate in the profile",
                    failure);
        }
        if (what instanceof LineException.Failure.NotLetIn refused) {
            return new DeskException.NotTrusted(
                    "the hub does not let this machine in: " + refused.said() + tried(failure),
                    Hints.of(Reason.PIN_UNKNOWN),
                    failure);
        }
        if (what instanceof LineException.Failure.Unavailable absent) {
            return new DeskException.Unreachable(
                    "no hub answers at " + hubs + ": " + absent.said(),
                    "check the network and the addresses in the profile; what was signed is in the outbox",
                    failure);
        }
        if (what instanceof LineException.Failure.Behind behind) {
            return new DeskException.Unreachable(
                    "a hub at " + hubs + " is behind what the log has signed: " + behind.said(),
                    "it is asked again, and the next one where there are several; if this stays so, ask the operator whether the log was restored, and call the other parties",
                    failure);
        }
        if (what instanceof LineException.Failure.Late) {
            return new DeskException.Unreachable(
                    (failure.hubs() > 1
                            ? "no hub answered in time at " + hubs
                            : "the hub at " + hubs + " did not answer in time"),
                    "try again; the hub logs a notice once, however often it is sent",
                    failure);
        }
        String said = ((LineException.Failure.Unexplained) what).said();
        return new DeskException.Refused(
                new Refusal(Reason.INTERNAL, "the hub failed without a reason: " + said),
                Optional.empty(),
                Hints.of(Reason.INTERNAL));
    }

    private DeskException stated(LineException.Failure.Stated stated, LineException failure, Optional<Sha256> notice) {
        Refusal refusal = HubRefusal.refusal(stated.reason(), stated.sentence() + tried(failure));
        return switch (refusal.reason()) {
            case PIN_UNKNOWN -> new DeskException.NotTrusted(refusal.sentence(), Hints.of(Reason.PIN_UNKNOWN), failure);
            case NOT_READY -> new DeskException.Unreachable(refusal.sentence(), Hints.of(Reason.NOT_READY), failure);
            default -> new DeskException.Refused(refusal, word(stated, refusal, notice), Hints.of(refusal.reason()));
        };
    }

    /** A hub's own word is told rather than that others did not answer. */
    private static String tried(LineException failure) {
        return failure.hubs() > 1 ? " (" + failure.hubs() + " hubs were tried)" : "";
    }

    /** An alert comes from the other side, and its name is all that it says. */
    private String tls(String said) {
        Matcher alert = ALERT.matcher(said);
        return alert.find()
                ? "the hub at " + hubs + " broke off TLS (" + alert.group()
                        + "), as it does when the charter names no such key as this machine's"
                : "the line to " + hubs + " could not be secured: " + said;
    }

    /** The size of the head that a signed refusal in {@code failure} names; 0 if there is none. */
    static long refusedBehind(LineException failure) {
        return failure.failure() instanceof LineException.Failure.Stated stated
                ? stated.signed().map(RefusalCheck::claimedSize).orElse(0L)
                : 0;
    }

    /** The log's signed word in {@code failure} that it would not take {@code notice}, whatever the reason. */
    Optional<HubRefusal> word(LineException failure, Sha256 notice) {
        return failure.failure() instanceof LineException.Failure.Stated stated
                ? word(stated, HubRefusal.refusal(stated.reason(), stated.sentence()), Optional.of(notice))
                : Optional.empty();
    }

    private Optional<HubRefusal> word(LineException.Failure.Stated stated, Refusal refusal, Optional<Sha256> notice) {
        return stated.signed()
                .flatMap(signed -> verifier.apply(signed)
                        .filter(r -> r.getReason().equals(refusal.reason().name()))
                        .map(opened -> HubRefusal.of(opened, signed)))
                .filter(r -> notice.equals(Optional.of(r.notice())));
    }
}
