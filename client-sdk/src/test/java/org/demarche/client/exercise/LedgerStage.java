package org.demarche.client.exercise;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.charter.Charter;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Actor;
import org.demarche.client.witness.Witnessing;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Possession;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Incident;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.Outcome;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.SigningKey;
import org.demarche.merkle.MemoryTree;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.Notice;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.TimeAuthorityKeys;

/** A stage without a network: real keys, real signatures and the real fold, under a clock that moves only when somebody waits or speaks. */
final class LedgerStage implements Stage {
    private static final long BEGIN_MS = Instant.parse("2026-03-01T08:00:00Z").toEpochMilli();
    private static final long SPEAKING_MS = 20;
    private static final long VALID_MS = 900_000;
    private static final int NONCE_BYTES = 16;

    final LogSigningKey logKey;
    final Charter charter;
    final List<byte[]> entries = new ArrayList<>();
    private final SecureRandom random = new SecureRandom();
    /** By name, made once for a test run. */
    private static final Map<String, SigningKey> KEYS = new ConcurrentHashMap<>();

    /** Witnesses and time authorities too. */
    private static final Map<String, LogSigningKey> WITNESSES = new ConcurrentHashMap<>();

    private static final Map<String, TimeAuthorityKeys> AUTHORITIES = new ConcurrentHashMap<>();

    /** The witnesses that work. */
    final Set<String> witnesses = new TreeSet<>();

    private final SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
    private final Ledger ledger = Ledger.empty();
    private final MemoryRegister register = new MemoryRegister();
    private final MemoryTree tree = new MemoryTree();
    private final Map<Sha256, Entry> known = new HashMap<>();
    private long nowMs = BEGIN_MS;

    LedgerStage(CharterTemplate template, int pace) {
        logKey = LogSigningKey.generate(random);
        template.partyKeys().parallelStream()
                .filter(n -> !n.endsWith("/tls"))
                .forEach(n -> KEYS.computeIfAbsent(n, name -> SigningKey.generate(random)));
        Charter rehearsed = template.rehearse(pace);
        rehearsed.witnesses().forEach(w -> {
            WITNESSES.computeIfAbsent(w.name(), name -> LogSigningKey.generate(random));
            witnesses.add(w.name());
        });
        rehearsed
                .timeAuthorities()
                .forEach(a -> AUTHORITIES.computeIfAbsent(
                        a.name(),
                        name -> TimeAuthorityKeys.generate(
                                name,
                                random,
                                Instant.ofEpochMilli(BEGIN_MS).minus(1, ChronoUnit.DAYS),
                                Instant.ofEpochMilli(BEGIN_MS).plus(1, ChronoUnit.DAYS))));
        byte[] text = template.fill(pace, this::fingerprint);
        charter = CharterTemplate.charter(text);
        append(new Content.Genesis(ByteString.copyFrom(text)));
    }

    private Sha256 fingerprint(String name) {
        String holder = name.substring(0, name.indexOf('/'));
        return switch (name.substring(name.indexOf('/') + 1)) {
            case "ed25519" -> key(holder).publicKey().ed25519Id();
            case "ml-dsa-44" -> key(holder).publicKey().mlDsa44Id();
            case "certificate" -> authority(holder).anchor().fingerprint();
            case "tls" -> Sha256.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            default -> KEYS.get(name).publicKey().id();
        };
    }

    /** The keys of the log, or of a witness. */
    LogSigningKey key(String holder) {
        return holder.equals(CharterTemplate.LOG) ? logKey : WITNESSES.get(holder);
    }

    TimeAuthorityKeys authority(String name) {
        return AUTHORITIES.get(name);
    }

    private Outcome append(Content content) {
        Ledger.Batch batch = ledger.batch(register, verifier);
        Outcome outcome = batch.append(content, nowMs);
        if (outcome instanceof Outcome.Appended appended) {
            batch.adopt();
            register.add(appended.entry());
            tree.append(appended.entry().leaf());
            entries.add(appended.entry().bytes());
            appended.entry().noticeId().ifPresent(id -> known.put(id, appended.entry()));
        }
        return outcome;
    }

    /** The hub's own entry, when time has moved an incident and nobody has spoken. */
    private void mark() {
        for (Incident incident : List.copyOf(ledger.unclosedIncidents())) {
            if (incident.at(nowMs, ledger.size()).unmarked()) {
                append(new Content.Mark(incident.id()));
            }
        }
    }

    @Override
    public synchronized Receipt submit(Actor actor, Draft draft) throws DeskException {
        return submit(actor.party(), draft.content(), KEYS.get(actor.toString()));
    }

    @Override
    public synchronized Receipt assent(String party) throws DeskException {
        CharterAssent.Builder assent =
                CharterAssent.newBuilder().setCharter(charter.hash().byteString());
        KEYS.entrySet().stream()
                .filter(e -> e.getKey().startsWith(party + "/"))
                .forEach(e -> assent.addKeys(Possession.prove(e.getValue(), party, charter.hash())));
        Notice content =
                Draft.of(Notice.newBuilder().setCharterAssent(assent).build()).content();
        return submit(party, content, KEYS.get(party + "/root"));
    }

    private Receipt submit(String party, Notice content, SigningKey key) throws DeskException {
        mark();
        nowMs += SPEAKING_MS;
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Notice notice = content.toBuilder()
                .setSuite(PublicKey.SUITE)
                .setCharter(charter.hash().byteString())
                .setAuthor(party)
                .setIssuedAtMs(nowMs)
                .setValidUntilMs(nowMs + VALID_MS)
                .setAnchor(Anchor.newBuilder()
                        .setSize(tree.size())
                        .setRoot(tree.head().root().byteString()))
                .setNonce(ByteString.copyFrom(nonce))
                .build();
        VerifiedNotice verified = verified(NoticeSigner.sign(notice, key));
        Outcome outcome = append(new Content.Noticed(verified));
        mark();
        if (outcome instanceof Outcome.Refused refused) {
            throw new DeskException.Refused(refused.refusal(), Optional.empty(), "none");
        }
        return receipt(((Outcome.Appended) outcome).entry());
    }

    private VerifiedNotice verified(byte[] signed) {
        try {
            UnverifiedNotice unverified = UnverifiedNotice.parse(signed);
            PublicKey key = ledger.governance().signingKey(unverified).orElseThrow();
            return unverified.verify(key, verifier).orElseThrow();
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private Receipt receipt(Entry entry) {
        return new Receipt(
                entry.noticeId().orElseThrow(),
                entry.index(),
                Instant.ofEpochMilli(entry.acceptedAtMs()),
                entry.incident(),
                tree.head(),
                new Witnessing.NotAsked(),
                entry.encoded());
    }

    @Override
    public synchronized Receipt repeat(Actor actor, Receipt earlier) {
        return receipt(known.get(earlier.notice()));
    }

    @Override
    public synchronized void stopWitness(String party) {
        witnesses.removeIf(name -> name.startsWith(party + "-"));
    }

    @Override
    public synchronized Optional<Vouched> vouched(Sha256 incident, int tier) {
        return charter.witnessed().orElseThrow().tally(witnesses).holds()
                ? Optional.of(new Vouched(
                        List.copyOf(witnesses),
                        charter.timeAuthorities().stream()
                                .map(Charter.TimeAuthority::name)
                                .toList()))
                : Optional.empty();
    }

    @Override
    public String unvouched() {
        return "; the witnesses at work: " + witnesses;
    }

    @Override
    public synchronized boolean inForce() {
        return ledger.governance().inForce();
    }

    @Override
    public synchronized Optional<IncidentState> incident(Sha256 id) {
        return ledger.incident(id).map(i -> i.at(nowMs, ledger.size()).state());
    }

    @Override
    public synchronized long size() {
        return ledger.size();
    }

    @Override
    public synchronized long newestMs() {
        return ledger.lastAcceptedAtMs();
    }

    @Override
    public synchronized void await(long atMostMs) {
        nowMs += atMostMs;
        mark();
    }

    @Override
    public synchronized long nowMs() {
        return nowMs;
    }
}
