package org.demarche.lies;

import static org.demarche.lies.LieLog.MINUTE;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.OddToken;
import org.demarche.timestamp.TestAuthority;
import org.demarche.timestamp.UnverifiedToken;

/** Time authorities and their tokens: two of three must stamp; who is down makes nothing false, and who lies alone convicts nobody. */
final class TimeLies {
    private static final String TRUE = "all of it is true";
    private static final String OVER = "a token is over the very bytes of the checkpoint";
    private static final String NAMED = "the charter names the certificates to which tokens lead";
    private static final String ORDER = "tokens stand in the charter's order, one by each authority";
    private static final long DAY = 24 * LieLog.HOUR;

    private TimeLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.timestamped(), "notice");
        honest(
                lies,
                "honest-timestamped",
                "a message of UA; two witnesses cosigned the head, and all three time authorities stamped it",
                b -> stamp(stamp(stamp(b, "alpha", MINUTE), "beta", MINUTE), OddToken.of("gamma"), MINUTE));
        honest(
                lies,
                "honest-timestamped-too-few",
                "the same, but only one time authority was up: its time is unattested, and the answer says so",
                b -> stamp(b, "beta", MINUTE));
        honest(
                lies,
                "honest-one-authority-errs",
                "one time authority's clock is a day behind; the two others bound the time",
                b -> stamp(stamp(stamp(b, "alpha", MINUTE - DAY), "beta", MINUTE), OddToken.of("gamma"), MINUTE));
        tokens(lies);
        certificates(lies);
        lies.about(LieCharter.witnessed(), "notice");
        lies.tell(
                "tokens-without-authorities",
                Liar.OUTSIDER,
                12,
                7,
                "a token is added under a charter that names no time authority",
                NAMED,
                () -> stamp(WitnessLies.seen(Watched.TWO), "alpha", MINUTE));
        lies.about(LieCharter.attested(), "notice");
        lies.tell(
                "honest-attested",
                Liar.NOBODY,
                0,
                0,
                "nobody witnesses; two time authorities stamped the head, so history is the hub's word, but time is not",
                TRUE,
                () -> both(attested(), MINUTE));
        lies.tell(
                "honest-unattested",
                Liar.NOBODY,
                0,
                0,
                "nobody witnesses, and no time authority stamped: time and history are the hub's word, and the answer says so",
                TRUE,
                TimeLies::attested);
        lies.tell(
                "notice-dated-ahead",
                Liar.HUB,
                21,
                7,
                "the hub dates a message an hour ahead; two time authorities had stamped its head by then",
                "no entry may be dated later, by more than the skew, than as many authorities as meet the rule say it existed",
                () -> both(attested(), -LieLog.HOUR));
    }

    private static void tokens(Lies lies) {
        outsider(lies, "token-of-another-head", 12, 7, "a token is one over an older head", OVER, b -> {
            EvidenceBundle.Builder other = seen(1);
            return stamp(b, "alpha", MINUTE)
                    .setTimestamps(0, stamp(other, "alpha", MINUTE).getTimestamps(0));
        });
        outsider(
                lies,
                "token-that-is-none",
                12,
                7,
                "the bytes beside an authority's certificate are no token",
                "what cannot be read is not true",
                b -> stamp(b, "alpha", MINUTE).setTimestamps(0, ByteString.copyFromUtf8("token")));
        outsider(
                lies,
                "tokens-reordered",
                12,
                7,
                "two tokens have changed places",
                ORDER,
                b -> stamp(stamp(b, "beta", MINUTE), "alpha", MINUTE));
        outsider(
                lies,
                "token-twice",
                12,
                7,
                "one authority's token stands twice",
                ORDER,
                b -> stamp(stamp(b, "alpha", MINUTE), "alpha", MINUTE));
        outsider(
                lies,
                "token-with-more",
                12,
                7,
                "a token bears an attribute that nobody signed",
                "a token bears nothing that its truth does not need",
                b -> stamp(b, OddToken.of("gamma").withUnsignedAttribute(), MINUTE));
        outsider(
                lies,
                "token-with-another-certificate",
                12,
                7,
                "a token bears a certificate beside its chain",
                "a token bears nothing that its truth does not need",
                b -> stamp(
                        b,
                        OddToken.of("gamma").with(TestAuthority.named("delta").anchor()),
                        MINUTE));
        outsider(
                lies,
                "token-cut",
                12,
                7,
                "the last byte of a token is cut off",
                "a token is one whole structure",
                b -> {
                    ByteString token = stamp(b, "alpha", MINUTE).getTimestamps(0);
                    return b.setTimestamps(0, token.substring(0, token.size() - 1));
                });
        outsider(
                lies,
                "time-anchor-left-out",
                10,
                1,
                "the certificate to which a token leads is left out",
                "each token has one",
                b -> stamp(b, "alpha", MINUTE).clearTimeAnchors());
        outsider(
                lies,
                "time-anchor-of-another",
                12,
                7,
                "the certificates of two authorities stand for one another's tokens",
                "a token leads to the certificate of its own authority",
                b -> {
                    EvidenceBundle.Builder stamped = both(b, MINUTE);
                    ByteString first = stamped.getTimestamps(0);
                    return stamped.setTimestamps(0, stamped.getTimestamps(1)).setTimestamps(1, first);
                });
    }

    private static void certificates(Lies lies) {
        outsider(
                lies,
                "token-by-a-stranger",
                12,
                7,
                "a token is by an authority that nobody named",
                NAMED,
                b -> stamp(b, "delta", MINUTE));
        outsider(
                lies,
                "token-by-a-stranger-of-that-name",
                12,
                7,
                "a stranger's token stands beside the certificate of a named authority",
                "its certificates must lead to that one",
                b -> add(
                        b,
                        TestAuthority.named("delta").token(b.getCheckpoint().toByteArray(), at(MINUTE)),
                        TestAuthority.named("alpha").anchor()));
        outsider(
                lies,
                "token-after-its-certificate",
                12,
                7,
                "the certificate that signed a token had ended a minute before the token's time",
                "certificates must be valid at the token's own time",
                b -> stamp(b, OddToken.of("gamma").valid(TestAuthority.FROM, at(0)), MINUTE));
        outsider(
                lies,
                "token-before-its-certificate",
                12,
                7,
                "the certificate that signed a token began a minute after the token's time",
                "certificates must be valid at the token's own time",
                b -> stamp(b, OddToken.of("gamma").valid(at(2 * MINUTE), TestAuthority.UNTIL), MINUTE));
        outsider(
                lies,
                "token-by-a-web-server",
                12,
                7,
                "the certificate that signed a token is one for web servers",
                "it must be for time-stamping alone",
                b -> stamp(b, OddToken.of("gamma").ofAWebServer(), MINUTE));
        outsider(
                lies,
                "token-bound-by-sha-1",
                12,
                7,
                "a token names its certificate by SHA-1",
                "it must be bound by a hash that is not weak",
                b -> stamp(b, OddToken.of("gamma").boundBySha1(), MINUTE));
        outsider(
                lies,
                "token-revoked",
                12,
                7,
                "a token carries the list that says its key was stolen",
                "a stolen key vouches for nothing",
                b -> stamp(b, OddToken.of("gamma").revoked(at(DAY), OddToken.COMPROMISED), MINUTE));
        outsider(
                lies,
                "token-of-another-policy",
                12,
                7,
                "a token was made under another policy than the charter names",
                "only that policy counts",
                b -> stamp(b, OddToken.of("gamma").policy("1.2.3.5"), MINUTE));
    }

    private static void honest(Lies lies, String name, String what, UnaryOperator<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.NOBODY, 0, 0, what, TRUE, () -> change.apply(seen(2)));
    }

    private static void outsider(
            Lies lies,
            String name,
            int exit,
            int step,
            String what,
            String why,
            UnaryOperator<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, step, what, why, () -> change.apply(seen(2)));
    }

    /** A notice under the charter with witnesses, two of whom have cosigned. */
    private static EvidenceBundle.Builder seen(int index) {
        LieLog log = Tale.adopted(LieCharter.timestamped()).witnessedBy("UA-w", "GB-w", "FR-w");
        log.say("UA/watch", Says.message("Good morning"));
        return log.ofNotice(index)
                .setCheckpoint(ByteString.copyFrom(log.cosigned(log.checkpoint(index + 1), MINUTE, Watched.TWO)));
    }

    private static EvidenceBundle.Builder attested() {
        LieLog log = Tale.adopted(LieCharter.attested());
        return log.ofNotice(log.say("UA/watch", Says.message("Good morning")));
    }

    private static EvidenceBundle.Builder both(EvidenceBundle.Builder bundle, long sinceStartMs) {
        return stamp(stamp(bundle, "alpha", sinceStartMs), "beta", sinceStartMs);
    }

    private static EvidenceBundle.Builder stamp(EvidenceBundle.Builder bundle, String name, long sinceStartMs) {
        TestAuthority authority = TestAuthority.named(name);
        return add(bundle, authority.token(bundle.getCheckpoint().toByteArray(), at(sinceStartMs)), authority.anchor());
    }

    private static EvidenceBundle.Builder stamp(EvidenceBundle.Builder bundle, OddToken odd, long sinceStartMs) {
        return add(bundle, odd.over(bundle.getCheckpoint().toByteArray(), at(sinceStartMs)), odd.anchor());
    }

    private static EvidenceBundle.Builder add(EvidenceBundle.Builder bundle, UnverifiedToken token, Anchor anchor) {
        return bundle.addTimestamps(ByteString.copyFrom(token.bytes()))
                .addTimeAnchors(ByteString.copyFrom(anchor.bytes()));
    }

    private static Instant at(long sinceStartMs) {
        return Instant.ofEpochMilli(LieLog.START + sinceStartMs);
    }
}
