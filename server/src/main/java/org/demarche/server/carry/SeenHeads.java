package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Head;
import org.demarche.merkle.Merkle;
import org.demarche.server.HubException;

/**
 * Heads of a log that others have seen. A hub that came back behind one of them, or beside it, would contradict what it has signed, and everybody who has seen it would refuse
 * the hub and could prove why.
 */
public final class SeenHeads {
    private static final int AT_ONCE = 256;

    private final Source log;
    private final Charter first;
    private final LogPublicKey firstPair;
    private final OwnHeads own;
    private final List<Seen> seen = new ArrayList<>();

    private SeenHeads(Source log, Charter first, LogPublicKey firstPair, OwnHeads own) {
        this.log = log;
        this.first = first;
        this.firstPair = firstPair;
        this.own = own;
    }

    /**
     * A head that the log's keys have signed.
     *
     * @param where it was found, for people
     */
    record Seen(String where, Head head) {}

    /**
     * None yet, of the log that {@code log} has.
     *
     * @param keys the log's key pairs
     * @throws HubException if it is the log of other keys
     */
    public static SeenHeads of(Source log, List<LogPublicKey> keys) throws HubException {
        Charter first = genesis(log);
        LogPublicKey firstPair = keys.stream()
                .filter(pair -> OwnHeads.isNamed(pair, first.log()))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        log.name() + " is of a log with other keys than are at hand: its charter names ed25519 "
                                + first.log().ed25519().fingerprint() + " and ml_dsa_44 "
                                + first.log().mlDsa44().fingerprint()));
        return new SeenHeads(log, first, firstPair, new OwnHeads(first.log().origin(), keys));
    }

    /**
     * The charter in entry 0 of a log.
     *
     * @throws HubException 10 if that is none
     */
    public static Charter genesis(Source log) throws HubException {
        return Restore.genesis(log);
    }

    /** The charter of entry 0. */
    public Charter first() {
        return first;
    }

    /** The log's keys that it names. */
    public LogPublicKey firstPair() {
        return firstPair;
    }

    /** How many there are. */
    public int count() {
        return seen.size();
    }

    /**
     * Adds what is at a path: a signed head, an evidence bundle, a misbehaviour file, or a folder that is a desk's copy of the log, or its state, or that holds bundles and
     * misbehaviour files.
     *
     * @param passedOver is told of what of it is of no use
     * @throws HubException if there is nothing, or it is no head of this log
     */
    public void add(Path path, Consumer<String> passedOver) throws HubException {
        HeldHeads held = new HeldHeads(passedOver);
        if (Files.isDirectory(path)) {
            addFolder(path, held);
            add(held);
            return;
        }
        byte[] bytes = HeldHeads.bytes(path);
        if (!HeldHeads.recognizes(bytes)) {
            add(path.toString(), bytes);
            return;
        }
        int before = seen.size();
        add(held.evidence(path));
        if (seen.size() == before) {
            throw new HubException(
                    path + " holds no head that this hub's log keys have signed: give what is of this log");
        }
    }

    private void addFolder(Path folder, HeldHeads held) throws HubException {
        if (!FollowerCopy.isIn(folder)) {
            held.evidence(folder);
            return;
        }
        FollowerCopy copy = FollowerCopy.open(folder);
        add(copy.headFile().toString(), copy.head());
        addSeenBy(copy);
        held.of(copy);
    }

    /** Adds the greatest head that the desk of a copy was shown, if it was shown one beyond its entries. */
    void addSeenBy(FollowerCopy copy) throws HubException {
        if (copy.seen().isPresent()) {
            Path file = copy.seen().get();
            add(file.toString(), FollowerCopy.note(file, "give a desk's copy of the log"));
        }
    }

    /**
     * Adds what the log has signed of what others hold, and passes the rest over.
     *
     * @return the heads among it
     */
    List<Testimony.Signed> add(HeldHeads held) {
        List<Testimony.Signed> signed = new ArrayList<>();
        for (HeldHead one : held.all()) {
            try {
                signed.add(new Testimony.Signed(
                        one, take(one.file().toString(), one.note().toByteArray())));
            } catch (HubException e) {
                held.passOver(one.file(), String.valueOf(e.getMessage()));
            }
        }
        for (HeldHeads.Said said : held.words()) {
            if (own.haveSigned(said.word())) {
                seen.add(new Seen(
                        said.file() + ", " + said.word().title(), said.word().head()));
            } else {
                held.passOver(
                        said.file(),
                        "this hub's log keys have not signed " + said.word().title());
            }
        }
        return signed;
    }

    /**
     * Adds a signed head.
     *
     * @param where it was found, for people
     * @throws HubException if the log's keys have not signed it
     */
    public void add(String where, byte[] note) throws HubException {
        take(where, note);
    }

    OwnHeads.Opened take(String where, byte[] note) throws HubException {
        OwnHeads.Opened opened = own.open(where, note);
        seen.add(new Seen(where, opened.head()));
        return opened;
    }

    /** The greatest of them that goes beyond the log, if one does. */
    Optional<Seen> beyond() {
        return seen.stream()
                .filter(one -> one.head().size() > log.size())
                .max(Comparator.comparingLong(one -> one.head().size()));
    }

    /**
     * The first of them that is not a head of the log, if there is one.
     *
     * @throws HubException if the log cannot be read
     */
    Optional<Seen> beside() throws HubException {
        Frontier tree = new Frontier();
        try (Source.Pass pass = log.begin()) {
            while (tree.size() < log.size()) {
                for (ByteString entry : pass.next(AT_ONCE)) {
                    tree.append(Merkle.leaf(entry.toByteArray()));
                    for (Seen one : seen) {
                        if (tree.size() == one.head().size() && !tree.head().equals(one.head())) {
                            return Optional.of(one);
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses the log if it is behind one of them or beside it.
     *
     * @throws HubException 7 if it is
     */
    public void requireReached() throws HubException {
        Optional<Seen> beyond = beyond();
        if (beyond.isPresent()) {
            throw refused(log.name() + " has " + log.size() + " entries, but this log has shown "
                    + beyond.get().head().size() + " (" + beyond.get().where()
                    + "): restored so, the hub would be refused by whoever has seen that, and could be accused of two histories; "
                    + "restore from the copy of a desk that goes as far: --from-follower");
        }
        Optional<Seen> beside = beside();
        if (beside.isPresent()) {
            throw refused(
                    log.name() + " holds other entries than the "
                            + beside.get().head().size() + " that this log has shown ("
                            + beside.get().where()
                            + "): it is another history; restore from the copy of a desk, and keep both files: together they are evidence");
        }
    }

    private static HubException refused(String sentence) {
        return new HubException(HubException.CONDITION_NOT_MET, sentence, null);
    }
}
