package org.demarche.client;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.demarche.checkpoint.RefusalVerifier;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.follow.LieException;
import org.demarche.client.follow.ReceiptCheck;
import org.demarche.client.follow.RefusalCheck;
import org.demarche.client.follow.Replica;
import org.demarche.client.outbox.Outbox;
import org.demarche.client.transport.LineException;
import org.demarche.client.transport.RemoteHub;
import org.demarche.client.witness.WitnessedHeads;
import org.demarche.disk.DurableFiles;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.misbehaviour.Justice;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Refusal;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.refusal.Reason;
import org.demarche.refusal.RefusedException;

/** Sends notices: into the outbox, to the hub, and out of the outbox once the receipt is verified and kept. */
final class Dispatch {
    /** Refusals that may be gone in a minute; the same bytes can be sent again. */
    private static final Set<Reason> PASSING = EnumSet.of(
            Reason.QUOTA_EXCEEDED,
            Reason.DISK_FULL,
            Reason.HUB_CLOCK,
            Reason.CLOCK_SKEW,
            Reason.NOT_READY,
            Reason.INTERNAL,
            Reason.CHARTER_NOT_IN_FORCE);

    /** How long the copy may take to come to a head that the hub has just shown. */
    private static final Duration FOLLOWING = Duration.ofSeconds(20);

    private final Outbox outbox;
    private final Path receipts;
    private final RemoteHub hub;
    private final Replica replica;
    private final WitnessedHeads witnessed;
    private final ReceiptCheck check;
    private final RefusalCheck refusals;
    private final Failures failures;
    private final Confidence confidence;
    private final Clocks clocks;
    private final Watch watch;
    private final InstantSource clock;

    Dispatch(
            Outbox outbox,
            Path receipts,
            RemoteHub hub,
            Replica replica,
            WitnessedHeads witnessed,
            ReceiptCheck check,
            RefusalCheck refusals,
            Failures failures,
            Confidence confidence,
            Clocks clocks,
            Watch watch,
            InstantSource clock) {
        this.outbox = outbox;
        this.receipts = receipts;
        this.hub = hub;
        this.replica = replica;
        this.witnessed = witnessed;
        this.check = check;
        this.refusals = refusals;
        this.failures = failures;
        this.confidence = confidence;
        this.clocks = clocks;
        this.watch = watch;
        this.clock = clock;
    }

    /** Keeps the notice and sends it. */
    Receipt send(UnverifiedNotice notice) throws DeskException {
        keep(notice);
        return sendKept(notice);
    }

    /** Keeps the notice, to be sent later. */
    void keep(UnverifiedNotice notice) throws DeskException {
        try {
            outbox.put(
                    notice.id(), notice.notice().getIssuedAtMs(), notice.bytes().toByteArray());
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    "the notice can't be kept, so it was not sent: " + e.getMessage(),
                    "check the disk and the state folder",
                    e);
        }
    }

    /** Sends a notice that lies in the outbox. */
    Receipt sendKept(UnverifiedNotice notice) throws DeskException {
        confidence.require();
        clocks.require();
        org.demarche.proto.v1.Receipt receipt;
        try {
            receipt = hub.submit(notice.bytes(), clock::millis);
        } catch (LineException e) {
            throw refused(notice, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        try {
            ReceiptCheck.Held held = held(receipt, notice);
            requireConsistent(held.checkpoint());
            return kept(receipt, notice, held);
        } catch (LieException e) {
            throw confidence.lied(e);
        } catch (LineException e) {
            throw failures.of(e, Optional.empty());
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    "the desk's copy of the log can't be kept: " + e.getMessage(),
                    "check the disk and the state folder",
                    e);
        }
    }

    /** A receipt under the log keys of a charter that comes into force just now is understood when the copy has come there. */
    private ReceiptCheck.Held held(org.demarche.proto.v1.Receipt receipt, UnverifiedNotice notice)
            throws DeskException, LieException, IOException {
        Optional<ReceiptCheck.Held> held = check.check(receipt, notice);
        if (held.isPresent()) {
            return held.get();
        }
        watch.await(Replica.claimedSize(receipt.getCheckpoint().toByteArray()), FOLLOWING);
        return check.check(receipt, notice)
                .orElseThrow(() -> new DeskException.Unreachable(
                        "the receipt is signed by log keys that this desk's copy of the log does not lead to yet",
                        "`demarche liaison outbox send`: the hub gives the same receipt again",
                        null));
    }

    /** A refusal because the charter has just changed is signed by keys that only the new one may name. If the copy does not come there, it counts as unsigned. */
    private DeskException understood(UnverifiedNotice notice, LineException e) {
        DeskException failure = failures.of(e, Optional.of(notice.id()));
        long behind = Failures.refusedBehind(e);
        if (failure instanceof DeskException.Refused refused && !refused.signed() && behind > replica.size()) {
            try {
                watch.await(behind, FOLLOWING);
                return failures.of(e, Optional.of(notice.id()));
            } catch (DeskException notReached) {
                failure.addSuppressed(notReached);
            }
        }
        return failure;
    }

    private DeskException refused(UnverifiedNotice notice, LineException e) {
        DeskException failure = understood(notice, e);
        Optional<HubRefusal> word = failures.word(e, notice.id());
        try {
            if (word.isPresent()) {
                judge(word.get(), notice);
            }
            note(notice.id(), failure, word.map(w -> w.bytes().toByteArray()));
        } catch (LieException lie) {
            return confidence.lied(lie);
        } catch (IOException unkept) {
            // The refusal itself matters more; without the note the notice is shown as waiting, and sending it
            // again gives the same answer.
            failure.addSuppressed(unkept);
        }
        return failure;
    }

    /** What the hub has refused is held against the rules behind the head that it names, as soon as the copy has come there. */
    private void judge(HubRefusal word, UnverifiedNotice notice) throws LieException, IOException {
        SignedRefusal signed = SignedRefusal.parseFrom(word.bytes());
        Refusal refusal = RefusalVerifier.claimed(signed).orElseThrow();
        if (word.head().size() > replica.size()) {
            if (!Justice.decides(refusal)) {
                return;
            }
            try {
                watch.await(word.head().size(), FOLLOWING);
            } catch (DeskException notReached) {
                // Then what it said can't be held against anything yet; it is kept beside the notice.
                return;
            }
        }
        refusals.requireBehind(word.head(), signed);
        refusals.requireJust(refusal, signed, notice);
    }

    private void note(Sha256 id, DeskException failure, Optional<byte[]> signed) throws IOException {
        Optional<Outbox.Item> item = outbox.find(id);
        if (item.isEmpty()) {
            return;
        }
        if (failure instanceof DeskException.Refused refused && !PASSING.contains(refused.reason())) {
            outbox.refused(item.get(), refused.refusal(), signed);
        } else if (signed.isPresent()) {
            outbox.putOff(item.get(), signed.get());
        }
    }

    private void requireConsistent(VerifiedCheckpoint to) throws LineException, LieException, InterruptedException {
        Head own = replica.head();
        if (own.size() == 0 || to.head().size() <= own.size()) {
            return;
        }
        List<Sha256> hashes = new ArrayList<>();
        for (ByteString hash : hub.consistency(own.size(), to.head().size())) {
            // A hash of another length can't be part of any proof: leave it out, and the check fails.
            if (hash.size() == Sha256.LENGTH) {
                hashes.add(Sha256.copyOf(hash));
            }
        }
        replica.requireConsistent(own, to, hashes);
    }

    private Receipt kept(org.demarche.proto.v1.Receipt receipt, UnverifiedNotice notice, ReceiptCheck.Held held)
            throws DeskException {
        try {
            DurableFiles.createDirectories(receipts);
            DurableFiles.write(receipts.resolve(notice.id().hex() + ".receipt"), receipt.toByteArray());
            outbox.remove(notice.id());
        } catch (IOException e) {
            throw new DeskException.Misconfigured(
                    "the notice is logged as entry " + held.entry().index() + ", but its receipt can't be kept: "
                            + e.getMessage(),
                    "mend the disk, then `demarche liaison outbox send`: the hub gives the same receipt again",
                    e);
        }
        return new Receipt(
                notice.id(),
                held.entry().index(),
                Instant.ofEpochMilli(held.entry().message().getAcceptedAtMs()),
                incident(notice),
                held.checkpoint().head(),
                witnessed.of(held.entry().index()),
                receipt.toByteString());
    }

    private static Optional<Sha256> incident(UnverifiedNotice notice) {
        Notice said = notice.notice();
        if (!said.getIncident().isEmpty()) {
            return Optional.of(Sha256.copyOf(said.getIncident()));
        }
        return said.hasViolationReport() ? Optional.of(notice.id()) : Optional.empty();
    }

    private static DeskException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new DeskException.Unreachable(
                "interrupted", "what was signed is in the outbox: `demarche liaison outbox send`", e);
    }

    /** What waits. */
    List<Pending> pending() throws DeskException {
        List<Pending> pending = new ArrayList<>();
        for (Outbox.Item item : items()) {
            Notice notice = parse(item).notice();
            Pending.Status status = notice.getValidUntilMs() < clock.millis()
                    ? Pending.Status.STALE
                    : item.refusal().isPresent() ? Pending.Status.REFUSED : Pending.Status.WAITING;
            pending.add(new Pending(item.id(), notice, status, item.refusal(), item.signedRefusal()));
        }
        return pending;
    }

    /** A notice that waits. */
    UnverifiedNotice find(Sha256 id) throws DeskException {
        for (Outbox.Item item : items()) {
            if (item.id().equals(id)) {
                return parse(item);
            }
        }
        throw new DeskException.Invalid(
                "the outbox has no notice " + id.brief() + "…", "`demarche liaison outbox` lists what waits");
    }

    /** Takes a notice out for good. */
    void drop(Sha256 id) throws DeskException {
        try {
            outbox.remove(id);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<Outbox.Item> items() throws DeskException {
        try {
            return outbox.items();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** A signed notice from a file. */
    static UnverifiedNotice parse(byte[] signedNotice) throws DeskException {
        try {
            return UnverifiedNotice.parse(signedNotice);
        } catch (RefusedException e) {
            throw new DeskException.Invalid(
                    "this is not a signed notice: " + e.refusal().sentence(),
                    "the file must be as `--sign-only` wrote it, byte for byte");
        }
    }

    private static UnverifiedNotice parse(Outbox.Item item) throws DeskException {
        try {
            return UnverifiedNotice.parse(item.signedNotice());
        } catch (RefusedException e) {
            throw new DeskException.Misconfigured(
                    "the outbox holds a damaged notice, " + item.id().brief() + "…: "
                            + e.refusal().sentence(),
                    "its text may still be readable in the file; then drop it: `demarche liaison outbox drop ID`",
                    e);
        }
    }

    private static DeskException unreadable(IOException e) {
        return new DeskException.Misconfigured(
                "the outbox can't be used: " + e.getMessage(), "check the disk and the state folder", e);
    }
}
