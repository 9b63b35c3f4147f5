package org.demarche.client.exercise;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.checkpoint.CheckpointVerifier;
import org.demarche.checkpoint.Cosigner;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.VerifiedCheckpoint;
import org.demarche.client.exercise.forge.LogCopy;
import org.demarche.evidence.LogSource;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.NodeReader;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TimeAuthority;
import org.demarche.timestamp.TimeAuthorityKeys;
import org.demarche.timestamp.TimestampRequest;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;

/** The log of a {@link LedgerStage} as its hub would serve it: cosigned by two witnesses, at the start of the clock and now, and stamped by both authorities. */
final class WitnessedLog implements LogSource {
    private static final List<String> COSIGNING = List.of("NO-w", "GB-w");

    private final LedgerStage stage;
    private final LogCopy log;
    private final CosignedHead start;
    private final CosignedHead newest;
    private final List<Timestamp> timestamps = new ArrayList<>();

    /**
     * The whole log.
     *
     * @param started index of the entry that started the clock
     */
    WitnessedLog(LedgerStage stage, int started) throws NoteException, RefusedException {
        this.stage = stage;
        Instant now = Instant.ofEpochMilli(stage.nowMs());
        this.log = signed(stage.entries, now);
        this.newest = cosigned(log, now);
        Instant startedAt = Instant.ofEpochMilli(log.entries().get(started).getAcceptedAtMs())
                .plusSeconds(1);
        this.start = cosigned(signed(stage.entries.subList(0, started + 1), startedAt), startedAt);
        timestamps.add(token(stage.authority("alpha"), now));
        timestamps.add(token(stage.authority("bravo"), now));
    }

    private LogCopy signed(List<byte[]> entries, Instant at) throws RefusedException {
        return LogCopy.sign(entries, stage.charter.log().origin(), stage.logKey, at);
    }

    private CosignedHead cosigned(LogCopy log, Instant at) throws NoteException {
        VerifiedCheckpoint head =
                new CheckpointVerifier(stage.charter.log().origin(), log.logKey()).open(log.checkpoint());
        Map<String, LogPublicKey> keys = new LinkedHashMap<>();
        for (String name : COSIGNING) {
            head = head.plus(new Cosigner(name, stage.key(name)).cosign(head, at));
            keys.put(name, stage.key(name).publicKey());
        }
        return new CosignedHead(head.note(), log.logKey(), keys);
    }

    private Timestamp token(TimeAuthorityKeys keys, Instant now) throws RefusedException {
        Imprint imprint = Imprint.of(HashAlgorithm.SHA_512, newest.note());
        TimestampRequest request = TimestampRequest.of(imprint, new byte[16], Optional.empty());
        byte[] answer = new TimeAuthority(keys, new SecureRandom()).answer(request.bytes(), now);
        TokenCheck check = new TokenVerifier(keys.anchor(), Optional.empty()).check(request.tokenIn(answer), imprint);
        return new Timestamp(((TokenCheck.Valid) check).token().lean(), keys.anchor());
    }

    @Override
    public byte[] entry(long index) {
        return log.entry(index);
    }

    @Override
    public NodeReader nodes() {
        return log.nodes();
    }

    @Override
    public byte[] checkpoint() {
        return newest.note();
    }

    @Override
    public LogPublicKey logKey() {
        return log.logKey();
    }

    @Override
    public List<Long> governanceUpTo(long index) {
        return log.governanceUpTo(index);
    }

    @Override
    public List<Long> incidentUpTo(Sha256 incident, long index) {
        return log.incidentUpTo(incident, index);
    }

    @Override
    public Optional<ByteString> charterText(Sha256 hash) {
        return log.charterText(hash);
    }

    @Override
    public Map<String, LogPublicKey> witnesses() {
        return newest.witnesses();
    }

    @Override
    public List<CosignedHead> clockStarts(Sha256 incident) {
        return List.of(start);
    }

    @Override
    public List<Timestamp> timestamps() {
        return timestamps;
    }
}
