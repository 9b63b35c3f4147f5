package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.demarche.charter.SampleCharter;
import org.demarche.envelope.NoticeSigner;
import org.demarche.envelope.Strict;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.proto.v1.TimeMark;
import org.demarche.refusal.RefusedException;

/**
 * A log that lies: take an honest one ({@link Scene}), change what you like, and seal it. Everything stays well-formed, is hashed anew, and signed by the log's
 * own key. There are three ways to seal, by how far the lie goes:
 *
 * <ul>
 *   <li>{@link #sealed()}: the entries as they stand, whatever their indexes and chains say;
 *   <li>{@link #rechained()}: what an operator who holds the log's keys can do alone, afterwards: indexes and chains are made to fit. Authors' signatures and
 *       anchors stay what they were;
 *   <li>{@link #relived()}: what a hub can do that lies all along: authors anchor over its lies, and sign accordingly. Identities change; {@link #now} tells the
 *       new ones.
 * </ul>
 *
 * <pre>
 * byte[] bundle = LogForge.of(scene).drop(decline).rechained().incidentBundle(incident);
 * </pre>
 */
public final class LogForge {
    private static final List<String> POSTS = List.of("root", "root2", "watch", "watch2", "minister", "principal");

    private final List<Item> items = new ArrayList<>();
    private final Map<Sha256, Sha256> renamed = new HashMap<>();
    private LogSigningKey key = TestKeys.log();

    /** An entry, and whether the governance chain links it. */
    private record Item(LogEntry entry, boolean governance) {}

    private LogForge() {}

    /** A copy of an honest log. */
    public static LogForge of(Scene scene) {
        LogForge forge = new LogForge();
        Set<Sha256> linked = new HashSet<>();
        List<Entry> entries = scene.entries();
        entries.forEach(e -> e.governance().ifPresent(linked::add));
        scene.ledger().governanceTip().ifPresent(t -> linked.add(t.leaf()));
        entries.forEach(e -> forge.items.add(new Item(MemoryLog.read(e.bytes()).message(), linked.contains(e.leaf()))));
        return forge;
    }

    /** The honest log itself. */
    public static MemoryLog honest(Scene scene) {
        return of(scene).sealed();
    }

    // Lies

    /** Changes an entry, as the hub can: its time, its chains. */
    public LogForge edit(long index, Consumer<LogEntry.Builder> change) {
        Item item = items.get((int) index);
        LogEntry.Builder entry = item.entry().toBuilder();
        change.accept(entry);
        items.set((int) index, new Item(entry.build(), item.governance()));
        return this;
    }

    /** Changes what a notice says, and has its author sign it anew. */
    public LogForge restate(long index, Consumer<Notice.Builder> change) {
        return restate(index, signerOf(items.get((int) index).entry()), change);
    }

    /** Changes what a notice says, and has it signed by somebody, such as {@code NO/watch}. */
    public LogForge restate(long index, String signer, Consumer<Notice.Builder> change) {
        Notice.Builder notice = notice(items.get((int) index).entry()).toBuilder();
        change.accept(notice);
        return edit(index, e -> e.setNotice(sign(notice.build(), signer)));
    }

    /** Changes the envelope of a notice: its signatures, its key id. */
    public LogForge reseal(long index, Consumer<SignedNotice.Builder> change) {
        return edit(index, e -> change.accept(e.getNoticeBuilder()));
    }

    /** Leaves an entry out. */
    public LogForge drop(long index) {
        items.remove((int) index);
        return this;
    }

    /** Exchanges two entries. */
    public LogForge swap(long one, long other) {
        Item first = items.get((int) one);
        items.set((int) one, items.get((int) other));
        items.set((int) other, first);
        return this;
    }

    /** Appends a notice that no rule was asked about, at a time (milliseconds since 1970 UTC). */
    public LogForge append(byte[] signedNotice, long acceptedAtMs) {
        try {
            return append(LogEntry.newBuilder()
                    .setAcceptedAtMs(acceptedAtMs)
                    .setNotice(Strict.parse(SignedNotice.getDefaultInstance(), signedNotice)));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** Appends the hub's own entry. */
    public LogForge appendMark(Sha256 incident, long acceptedAtMs) {
        return append(LogEntry.newBuilder()
                .setAcceptedAtMs(acceptedAtMs)
                .setTimeMark(TimeMark.newBuilder().setIncident(incident.byteString())));
    }

    private LogForge append(LogEntry.Builder entry) {
        items.add(new Item(entry.setIndex(items.size()).build(), false));
        return this;
    }

    /** Links an entry into the governance chain, or leaves it out of it. */
    public LogForge linked(long index, boolean governance) {
        items.set((int) index, new Item(items.get((int) index).entry(), governance));
        return this;
    }

    /** Signs with another key than the log's. */
    public LogForge signedBy(LogSigningKey other) {
        key = other;
        return this;
    }

    /** Index of the newest entry. */
    public long last() {
        return items.size() - 1L;
    }

    /** The identity of the notice in an entry, as it is now. */
    public Sha256 id(long index) {
        return Sha256.of(items.get((int) index).entry().getNotice().getNotice().toByteArray());
    }

    /** The identity that a notice has after {@link #relived}. */
    public Sha256 now(Sha256 then) {
        return renamed.getOrDefault(then, then);
    }

    // Sealing

    /** The log as it stands. */
    public MemoryLog sealed() {
        Set<Long> governance = new HashSet<>();
        List<byte[]> bytes = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            bytes.add(Strict.encode(items.get(i).entry()));
            if (items.get(i).governance()) {
                governance.add((long) i);
            }
        }
        return new MemoryLog(bytes, governance, key);
    }

    /** The log with indexes and chains that fit. */
    public MemoryLog rechained() {
        rebuild(false);
        return sealed();
    }

    /** The log as if it had been so all along: besides, every author anchors over it and signs. */
    public MemoryLog relived() {
        rebuild(true);
        return sealed();
    }

    private void rebuild(boolean resign) {
        List<Head> heads = new ArrayList<>();
        Frontier frontier = new Frontier();
        heads.add(frontier.head());
        Map<Sha256, ByteString> tips = new HashMap<>();
        ByteString governanceTip = ByteString.EMPTY;
        for (int i = 0; i < items.size(); i++) {
            LogEntry.Builder entry =
                    items.get(i).entry().toBuilder().setIndex(i).setGovernance(governanceTip);
            if (resign) {
                resign(entry, heads);
            }
            UnverifiedEntry read = MemoryLog.read(
                    Strict.encode(entry.setIncidentPrevious(ByteString.EMPTY).build()));
            Optional<Sha256> incident = MemoryLog.incidentOf(read);
            entry.setIncidentPrevious(
                    incident.map(id -> tips.getOrDefault(id, ByteString.EMPTY)).orElse(ByteString.EMPTY));
            Sha256 leaf = Merkle.leaf(Strict.encode(entry.build()));
            incident.ifPresent(id -> tips.put(id, leaf.byteString()));
            if (items.get(i).governance()) {
                governanceTip = leaf.byteString();
            }
            items.set(i, new Item(entry.build(), items.get(i).governance()));
            frontier.append(leaf);
            heads.add(frontier.head());
        }
    }

    private void resign(LogEntry.Builder entry, List<Head> heads) {
        if (entry.hasTimeMark()) {
            entry.setTimeMark(TimeMark.newBuilder()
                    .setIncident(renamed(entry.getTimeMark().getIncident())));
        }
        if (!entry.hasNotice()) {
            return;
        }
        Sha256 before = Sha256.of(entry.getNotice().getNotice().toByteArray());
        Notice.Builder notice = notice(entry.build()).toBuilder();
        int size = (int) Math.min(notice.getAnchor().getSize(), heads.size() - 1);
        notice.getAnchorBuilder().setSize(size).setRoot(heads.get(size).root().byteString());
        if (!notice.getIncident().isEmpty()) {
            notice.setIncident(renamed(notice.getIncident()));
        }
        for (int i = 0; i < notice.getReferencesCount(); i++) {
            notice.setReferences(i, renamed(notice.getReferences(i)));
        }
        if (notice.hasConditionMet()) {
            notice.getConditionMetBuilder()
                    .setPledge(renamed(notice.getConditionMet().getPledge()));
        }
        if (notice.hasPledgeEnded()) {
            notice.getPledgeEndedBuilder()
                    .setPledge(renamed(notice.getPledgeEnded().getPledge()));
        }
        entry.setNotice(sign(notice.build(), signerOf(entry.build())));
        renamed.put(before, Sha256.of(entry.getNotice().getNotice().toByteArray()));
    }

    private ByteString renamed(ByteString id) {
        return now(Sha256.copyOf(id)).byteString();
    }

    private static Notice notice(LogEntry entry) {
        try {
            return Strict.parse(
                    Notice.getDefaultInstance(), entry.getNotice().getNotice().toByteArray());
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    private static SignedNotice sign(Notice notice, String signer) {
        try {
            return Strict.parse(SignedNotice.getDefaultInstance(), NoticeSigner.sign(notice, TestKeys.signing(signer)));
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whose test key signed. */
    private static String signerOf(LogEntry entry) {
        Sha256 keyId = Sha256.copyOf(entry.getNotice().getKeyId());
        for (String party : SampleCharter.PARTIES.keySet()) {
            for (String post : POSTS) {
                if (TestKeys.signing(party + "/" + post).publicKey().id().equals(keyId)) {
                    return party + "/" + post;
                }
            }
        }
        throw new AssertionError("nobody's key: " + keyId);
    }
}
