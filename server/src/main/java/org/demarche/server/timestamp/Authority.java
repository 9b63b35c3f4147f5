package org.demarche.server.timestamp;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.demarche.charter.Charter;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.log.Dates;
import org.demarche.server.log.HubLog;
import org.demarche.server.outside.Errand;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.StampedHeads;
import org.demarche.server.store.StoredToken;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.VerifiedToken;

/** A time authority: it is asked for a token over the newest frozen head, as long as that has none of it, and what is true is kept. For one thread. */
final class Authority implements Errand.Call {
    private static final int NONCE_BYTES = 16;

    private final TimeAuthorities.Access access;
    private final TimeEndpoint endpoint;
    private final HubLog log;
    private final StampedHeads store;
    private final SecureRandom random;
    private final LongSupplier wallMs;

    /**
     * Has asked nothing yet.
     *
     * @param random gives requests their nonces
     * @param wallMs the hub's clock, in milliseconds since 1970 UTC: no token may be dated far ahead of it
     */
    Authority(
            TimeAuthorities.Access access,
            TimeEndpoint endpoint,
            HubLog log,
            StampedHeads store,
            SecureRandom random,
            LongSupplier wallMs) {
        this.access = access;
        this.endpoint = endpoint;
        this.log = log;
        this.store = store;
        this.random = random;
        this.wallMs = wallMs;
    }

    /** The newest frozen head, if the charter behind it names this authority and its token is not there yet. */
    @Override
    public Optional<Errand.Attempt> next() {
        return store.newest()
                .filter(h -> h.size() <= log.published().size())
                .filter(h -> authority(h.size())
                        .filter(a -> store.tokens(h.size()).stream()
                                .noneMatch(t -> t.authority().equals(a.name())))
                        .isPresent())
                .map(head -> () -> stamp(head));
    }

    @Override
    public String who() {
        return "the time authority " + access.name() + " at " + access.url();
    }

    @Override
    public String consequence() {
        return ": what it does not stamp is called unattested";
    }

    @Override
    public String mended() {
        return "stamps again";
    }

    private Optional<Charter.TimeAuthority> authority(long size) {
        return log.reigns().at(size).timeAuthorities().stream()
                .filter(a -> a.certificate().equals(access.anchor().fingerprint()))
                .findFirst();
    }

    private Optional<String> stamp(FrozenHead head) throws InterruptedException {
        Charter.TimeAuthority authority = authority(head.size()).orElseThrow();
        try {
            Imprint imprint = Imprint.of(
                    HashAlgorithm.SHA_512,
                    WitnessedHead.parseFrom(head.head()).getCheckpoint().toByteArray());
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            TimestampRequest request = TimestampRequest.of(imprint, nonce, authority.policy());
            TokenCheck check = new TokenVerifier(access.anchor(), authority.policy())
                    .check(request.tokenIn(endpoint.ask(request.bytes())), imprint);
            if (check instanceof TokenCheck.False lie) {
                return Optional.of("gave a false token: " + lie.sentence());
            }
            VerifiedToken token = ((TokenCheck.Valid) check).token();
            Optional<String> wrong =
                    Dates.of(log, head.size(), wallMs.getAsLong()).whyNot(token);
            if (wrong.isPresent()) {
                return Optional.of("gave a token that " + wrong.get() + ": its clock or the hub's is wrong");
            }
            keep(head, authority, token);
            return Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a frozen head in the store cannot be read", e);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RefusedException e) {
            return Optional.of("gave no token: " + e.refusal().sentence());
        }
    }

    private void keep(FrozenHead head, Charter.TimeAuthority authority, VerifiedToken token) {
        store.add(new StoredToken(
                head.size(),
                authority.name(),
                ByteString.copyFrom(token.lean().bytes()),
                ByteString.copyFrom(access.anchor().bytes())));
    }
}
