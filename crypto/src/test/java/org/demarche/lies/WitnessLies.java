package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import java.util.function.Consumer;
import java.util.function.Function;
import org.demarche.hash.Sha256;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.ClockStart;
import org.demarche.proto.v1.EvidenceBundle;

/** Witnesses and their times: two of three must cosign, one may lie, and what waited a day must have been seen when the day began. */
final class WitnessLies {
    private static final String RULE = "two of three witnesses must cosign, with both keys";
    private static final String AT_ONCE =
            "what started the clock must have been cosigned at once, or it could be dated back";
    private static final long DAY = 24 * LieLog.HOUR;

    private WitnessLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.witnessed(), "notice");
        cosignatures(lies);
        lies.about(LieCharter.witnessed(), "tier 1");
        heads(lies);
        clockStarts(lies);
        lies.about(LieCharter.witnessed(), "notice");
        seen(
                lies,
                "clock-start-with-junk",
                14,
                4,
                "a second head is the first, and what stands as its proof is anything",
                "a proof between equal heads is empty",
                b -> b.addClockStarts(ClockStart.newBuilder()
                        .setCheckpoint(b.getCheckpoint())
                        .addConsistency(Sha256.of().byteString())));
        lies.about(LieCharter.witnessed(), "tier 2");
        lies.tell(
                "clock-dated-back-for-the-tier-above",
                Liar.HUB,
                31,
                7,
                "tier 2 has no time of its own, but requires tier 1, whose clock nobody saw start",
                AT_ONCE,
                () -> Watched.tale().tierTwo().cosigned());
        lies.tell(
                "clock-start-over-what-is-dated-later",
                Liar.HUB,
                21,
                7,
                "the head that two witnesses saw when the clock started covers the proposal of tier 2 too, which is dated a day later",
                "no entry may be dated later, by more than the skew, than any head that covers it was seen",
                () -> {
                    Watched watched = Watched.tale().tierTwo();
                    return watched.cosigned()
                            .addClockStarts(
                                    watched.log().clockStart(watched.log().size() - 1, Watched.STARTED, Watched.TWO));
                });
        lies.about(LieCharter.witnessed(), "tier 1 stood down");
        lies.tell(
                "clock-dated-back-for-a-stand-down",
                Liar.HUB,
                31,
                7,
                "tier 1 is stood down, which nobody saw waiting",
                AT_ONCE,
                () -> Watched.tale().stoodDown().cosigned());
        lies.about(LieCharter.witnessedFinding(), "tier 1");
        lies.tell(
                "clock-stopped-in-the-last-entry",
                Liar.HUB,
                31,
                7,
                "the finding that started the clock, which nobody saw, is withdrawn in the entry that shows the activation",
                AT_ONCE,
                () -> Watched.ofFinding().cosigned());
        successors(lies);
    }

    private static void cosignatures(Lies lies) {
        seen(
                lies,
                "witnesses-none",
                31,
                6,
                "no witness has cosigned the head",
                RULE,
                b -> b.setCheckpoint(noticed().getCheckpoint()));
        seen(
                lies,
                "witnesses-too-few",
                31,
                6,
                "one witness has cosigned the head",
                RULE,
                b -> b.setCheckpoint(seen("UA-w").getCheckpoint()));
        seen(
                lies,
                "witness-without-ml-dsa",
                31,
                6,
                "of one witness only the Ed25519 cosignature is left",
                RULE,
                b -> b.setCheckpoint(dropped(b.getCheckpoint(), 5)));
        seen(
                lies,
                "witness-without-ed25519",
                31,
                6,
                "of one witness only the ML-DSA-44 cosignature is left",
                RULE,
                b -> b.setCheckpoint(dropped(b.getCheckpoint(), 4)));
        seen(
                lies,
                "witness-ed25519-of-another-head",
                12,
                6,
                "one witness's Ed25519 cosignature is that of an older head",
                "a cosignature is true over one head",
                b -> mix(b, 4));
        seen(
                lies,
                "witness-ml-dsa-of-another-head",
                12,
                6,
                "one witness's ML-DSA-44 cosignature is that of an older head",
                "a cosignature is true over one head",
                b -> mix(b, 5));
        seen(
                lies,
                "witness-keys-left-out",
                12,
                5,
                "the witnesses' keys are left out",
                "a checkpoint bears the lines of known keys only",
                EvidenceBundle.Builder::clearWitnessKeys);
        seen(
                lies,
                "witness-keys-reordered",
                12,
                5,
                "two witnesses' keys have changed places",
                "keys stand in the charter's order",
                b -> {
                    var first = b.getWitnessKeys(0);
                    b.setWitnessKeys(0, b.getWitnessKeys(1)).setWitnessKeys(1, first);
                });
        seen(
                lies,
                "witness-key-of-nobody",
                12,
                5,
                "a key is added as that of a witness",
                "the charter names the witnesses",
                b -> b.addWitnessKeys(LieLog.keys(LieKeys.log("other").publicKey())));
    }

    private static void heads(Lies lies) {
        watched(
                lies,
                "entry-dated-ahead",
                Liar.HUB,
                21,
                7,
                "two witnesses cosigned the last entry six seconds before the log's time",
                "the log's time may be no later than the witnesses', by more than the skew",
                w -> w.cosigned(w.endedAt() - 66_000, Watched.TWO)
                        .addClockStarts(w.bundle().getClockStarts(0)));
        watched(
                lies,
                "clock-start-of-another-history",
                Liar.HUB,
                20,
                7,
                "the second head is of the same size, with another root, and signed by the log",
                "the log signed two histories",
                w -> {
                    LieLog other = w.log()
                            .rewritten((i, e) -> java.util.Optional.of(
                                    i == w.log().size() - 1 ? e.setAcceptedAtMs(e.getAcceptedAtMs() + 1) : e));
                    return w.bundle()
                            .clearClockStarts()
                            .addClockStarts(ClockStart.newBuilder()
                                    .setCheckpoint(ByteString.copyFrom(other.checkpoint(other.size()))));
                });
    }

    private static void clockStarts(Lies lies) {
        watched(
                lies,
                "clock-start-left-out",
                Liar.OUTSIDER,
                31,
                7,
                "the head close to the start of the clock is left out",
                AT_ONCE,
                Watched::cosigned);
        watched(
                lies,
                "clock-start-cosigned-late",
                Liar.HUB,
                31,
                7,
                "witnesses saw the report six seconds after the log's time",
                AT_ONCE,
                w -> w.cosigned()
                        .addClockStarts(w.log().clockStart(w.start() + 1, Watched.STARTED + 6_000, Watched.TWO)));
        watched(
                lies,
                "clock-start-cosigned-by-one",
                Liar.HUB,
                31,
                7,
                "one witness saw the report at once",
                AT_ONCE,
                w -> w.cosigned().addClockStarts(w.log().clockStart(w.start() + 1, Watched.STARTED, "UA-w")));
        watched(
                lies,
                "clock-start-before-the-report",
                Liar.OUTSIDER,
                31,
                7,
                "the second head ends before the report",
                AT_ONCE,
                w -> w.cosigned().addClockStarts(w.log().clockStart(w.start(), Watched.STARTED, Watched.TWO)));
        watched(
                lies,
                "clock-start-dated-ahead",
                Liar.HUB,
                21,
                7,
                "two witnesses saw the report six seconds before the log's time",
                "the log's time may be no later than the witnesses', by more than the skew",
                w -> w.cosigned()
                        .addClockStarts(w.log().clockStart(w.start() + 1, Watched.STARTED - 6_000, Watched.TWO)));
        bundle(
                lies,
                "clock-start-without-its-proof",
                Liar.OUTSIDER,
                14,
                4,
                "the second head's consistency proof is left out",
                "the log must begin with it",
                b -> b.getClockStartsBuilder(0).clearConsistency());
        watched(
                lies,
                "clock-start-beyond-the-head",
                Liar.OUTSIDER,
                14,
                4,
                "the second head is newer than the first",
                "the log must begin with it",
                w -> {
                    EvidenceBundle.Builder bundle = w.bundle();
                    w.log().say("UA/watch", Says.message("Good night"));
                    return bundle.clearClockStarts()
                            .addClockStarts(w.log().clockStart(w.log().size(), w.endedAt(), Watched.TWO));
                });
        watched(
                lies,
                "clock-start-by-another-log",
                Liar.OUTSIDER,
                12,
                5,
                "the second head is signed by another log's keys",
                "both heads are signed by the log",
                w -> w.cosigned()
                        .addClockStarts(ClockStart.newBuilder()
                                .setCheckpoint(ByteString.copyFrom(
                                        w.log().checkpoint(w.start() + 1, LieLog.ORIGIN, LieKeys.log("other"))))
                                .addAllConsistency(w.log()
                                        .consistency(w.start() + 1, w.log().size()))));
        bundle(
                lies,
                "clock-start-with-a-strangers-line",
                Liar.OUTSIDER,
                12,
                5,
                "a signature line by somebody is added to the second head",
                "a checkpoint bears the lines of known keys only",
                b -> {
                    String note = b.getClockStarts(0).getCheckpoint().toStringUtf8();
                    b.getClockStartsBuilder(0)
                            .setCheckpoint(ByteString.copyFromUtf8(
                                    note + ProofLies.line(note, 0).replace(LieLog.ORIGIN, "somebody")));
                });
    }

    /** After a successor of the charter, what the old one said about time still counts for what happened under it. */
    private static void successors(Lies lies) {
        LieCharter free = LieCharter.witnessed().successor().with("not_before = \"24h\"\n", "");
        lies.about(LieCharter.witnessed(), "tier 1");
        lies.tell(
                "clock-dated-back-before-a-successor",
                Liar.HUB,
                31,
                7,
                "version 2, in which tier 1 waits for nothing, is adopted right after tier 1 had waited by a clock that nobody saw start",
                AT_ONCE,
                () -> {
                    Watched watched = Watched.untilNoon();
                    LieLog log = watched.log();
                    log.at(Watched.STARTED + DAY + MINUTE).assent("UA/root", free);
                    long end = Watched.STARTED + DAY + 2 * MINUTE;
                    log.under(free).at(end).mark(watched.incident());
                    return new Watched(log, watched.incident(), watched.start(), end).cosigned();
                });
        LieCharter rekeyed = LieCharter.witnessed().successor().withLog("log2");
        lies.about(LieCharter.witnessed(), "notice");
        lies.tell(
                "old-log-keys-sign-a-second-history",
                Liar.OLD_LOG_KEYS,
                12,
                5,
                "version 2 gave the log other keys; a second head of the same size bears the old ones, as if the log had signed two histories",
                "old keys sign nothing beyond the adoption",
                () -> {
                    LieLog log = rekeyed(rekeyed);
                    LieLog other = Tale.adopted(LieCharter.witnessed());
                    while (other.size() < log.size()) {
                        other.say("UA/watch", Says.message("Never said"));
                    }
                    EvidenceBundle.Builder bundle = log.ofNotice(log.size() - 1)
                            .setCheckpoint(ByteString.copyFrom(
                                    log.cosigned(log.checkpoint(log.size()), 2 * LieLog.HOUR, Watched.TWO)));
                    return bundle.addClockStarts(ClockStart.newBuilder()
                                    .setCheckpoint(ByteString.copyFrom(other.checkpoint(other.size()))))
                            .addLogKeys(0, LieLog.keys(LieKeys.log("log").publicKey()));
                });
    }

    /** UA adopts a successor with other keys of the log, and speaks. */
    private static LieLog rekeyed(LieCharter next) {
        LieLog log = Tale.adopted(LieCharter.witnessed())
                .witnessedBy("UA-w", "GB-w", "FR-w")
                .at(2 * LieLog.HOUR);
        log.assent("UA/root", next);
        log.under(next).signedBy("log2").say("UA/watch", Says.message("Good morning"));
        return log;
    }

    // How they are told

    private static void watched(
            Lies lies,
            String name,
            Liar liar,
            int exit,
            int step,
            String what,
            String why,
            Function<Watched, EvidenceBundle.Builder> bundle) {
        lies.tell(name, liar, exit, step, what, why, () -> bundle.apply(Watched.tale()));
    }

    private static void bundle(
            Lies lies,
            String name,
            Liar liar,
            int exit,
            int step,
            String what,
            String why,
            Consumer<EvidenceBundle.Builder> change) {
        watched(lies, name, liar, exit, step, what, why, w -> {
            EvidenceBundle.Builder bundle = w.bundle();
            change.accept(bundle);
            return bundle;
        });
    }

    private static ByteString dropped(ByteString note, int line) {
        String text = note.toStringUtf8();
        return ByteString.copyFromUtf8(text.replace(ProofLies.line(text, line), ""));
    }

    // Cosignatures, over a message of UA's

    static LieLog morning() {
        LieLog log = Tale.adopted(LieCharter.witnessed()).witnessedBy("UA-w", "GB-w", "FR-w");
        log.say("UA/watch", Says.message("Good morning"));
        return log;
    }

    private static EvidenceBundle.Builder noticed() {
        return morning().ofNotice(2);
    }

    static EvidenceBundle.Builder seen(String... witnesses) {
        LieLog log = morning();
        return log.ofNotice(2).setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(3), MINUTE, witnesses)));
    }

    private static void seen(
            Lies lies,
            String name,
            int exit,
            int step,
            String what,
            String why,
            Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, step, what, why, () -> {
            EvidenceBundle.Builder bundle = seen(Watched.TWO);
            change.accept(bundle);
            return bundle;
        });
    }

    /** Puts one line of the same witnesses' cosignatures on an older head in its place. */
    private static void mix(EvidenceBundle.Builder bundle, int number) {
        String note = bundle.getCheckpoint().toStringUtf8();
        LieLog log = morning();
        String older = ProofLies.text(log.cosigned(log.checkpoint(2), MINUTE, Watched.TWO));
        bundle.setCheckpoint(
                ByteString.copyFromUtf8(note.replace(ProofLies.line(note, number), ProofLies.line(older, number))));
    }
}
