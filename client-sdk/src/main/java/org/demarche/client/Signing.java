package org.demarche.client;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.demarche.charter.Charter;
import org.demarche.client.follow.Replica;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Shape;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Signer;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.key.SigningKey;
import org.demarche.merkle.Head;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.Refusal;
import org.demarche.refusal.RefusedException;

/** Dates and signs drafts. Opens the desk's key when it is first needed, and keeps it. */
final class Signing {
    /** Validity of a notice that is sent at once. */
    static final Duration ONLINE = Duration.ofMinutes(15);

    /** Validity of a notice that another machine sends. */
    static final Duration CARRIED = Duration.ofHours(72);

    private static final int NONCE_BYTES = 16;

    private final String party;
    private final Optional<KeyFile> own;
    private final Replica replica;
    private final InstantSource clock;
    private final SecureRandom random;
    private Optional<SigningKey> opened = Optional.empty();

    Signing(String party, Optional<KeyFile> own, Replica replica, InstantSource clock, SecureRandom random) {
        this.party = party;
        this.own = own;
        this.replica = replica;
        this.clock = clock;
        this.random = random;
    }

    /** The notice, signed with the desk's own key. */
    UnverifiedNotice sign(Draft draft, Duration validFor) throws DeskException {
        return sign(draft, validFor, ownKey());
    }

    /** The notice, signed with this key. */
    UnverifiedNotice sign(Draft draft, Duration validFor, SigningKey key) throws DeskException {
        Notice notice = dated(draft, validFor);
        Optional<Refusal> misshapen = Shape.check(notice);
        if (misshapen.isPresent()) {
            throw new DeskException.Invalid(misshapen.get().sentence(), "correct it and try again; nothing was signed");
        }
        try {
            return UnverifiedNotice.parse(NoticeSigner.sign(notice, key));
        } catch (RefusedException e) {
            throw new DeskException.Invalid(e.refusal().sentence(), "correct it and try again; nothing was sent");
        }
    }

    /** The public half of {@code key}, with the proof that the private half was at hand. */
    EnrolledKey prove(SigningKey key, Sha256 charter) {
        return Possession.prove(key, party, charter);
    }

    private Notice dated(Draft draft, Duration validFor) throws DeskException {
        Head head = replica.head();
        if (head.size() == 0) {
            throw new DeskException.Misconfigured(
                    "this desk has seen nothing of the log yet, and a notice must name the newest head that its author has seen",
                    "connect once; for a desk without a network, copy the state folder of one that has");
        }
        Charter charter = replica.charter();
        long now = clock.millis();
        long validMs = Math.min(
                draft.validFor().orElse(validFor).toMillis(),
                draft.validFor().isPresent() ? Long.MAX_VALUE : charter.validForAtMostMs());
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return draft.content().toBuilder()
                .setSuite(PublicKey.SUITE)
                .setCharter(charter.hash().byteString())
                .setAuthor(party)
                .setIssuedAtMs(now)
                .setValidUntilMs(now + validMs)
                .setAnchor(Anchor.newBuilder()
                        .setSize(head.size())
                        .setRoot(head.root().byteString()))
                .setNonce(ByteString.copyFrom(nonce))
                .build();
    }

    /**
     * Checks that a notice is signed anew with the key that signed it before.
     *
     * @throws DeskException.Misconfigured if {@code key} is another
     */
    void requireSame(UnverifiedNotice old, SigningKey key) throws DeskException {
        Sha256 given = key.publicKey().id();
        if (given.equals(old.keyId())) {
            return;
        }
        Optional<Signer> signer = replica.governance().flatMap(g -> g.signer(old.keyId()));
        throw new DeskException.Misconfigured(
                "the notice was signed with the key "
                        + signer.map(s -> "of " + s + ", ").orElse("")
                        + old.keyId().fingerprint() + ", and this one is "
                        + given.fingerprint() + ": nothing was signed",
                signer.filter(Signer::isRoot).isPresent()
                        ? "name that key: `demarche liaison outbox renew ID --root FILE`"
                        : "renew it with the profile of that desk, or drop it and say it anew as this one");
    }

    /** The desk's own key. */
    synchronized SigningKey ownKey() throws DeskException {
        if (opened.isEmpty()) {
            opened = Optional.of(own.orElseThrow(() -> new DeskException.Misconfigured(
                            "this profile names no key, so it signs nothing",
                            "name the desk's key in the profile: key = \"watch.key\""))
                    .open());
        }
        return opened.get();
    }
}
