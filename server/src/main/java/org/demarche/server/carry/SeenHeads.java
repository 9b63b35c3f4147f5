package org.demarche.server.carry;

import com.google.protobuf.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.charter.Charter;
import org.demarche.key.LogPublicKey;
import org.demarche.merkle.Frontier;
import org.demarche.merkle.Merkle;
import org.demarche.server.HubException;

/**
 * Heads of a log that others have seen. A hub that came back behind one of them, or beside it, would contradict what it has signed, and everybody who has seen it would refuse
 * the hub and could prove why.
 */
public final class SeenHeads {
    private static final int AT_ONCE = 256;
    private static final String EVIDENCE = ".evidence";

    private final Source log;
    private final Charter first;
    private final LogPublicKey firstPair;
    private final OwnHeads own;
    private final List<OwnHeads.Opened> seen = new ArrayList<>();

    private SeenHeads(Source log, Charter first, LogPublicKey firstPair, OwnHeads own) {
        this.log = log;
        this.first = first;
        this.firstPair = firstPair;
        this.own = own;
    }

    /**
     * None yet, of the log that {@code log} has.
     *
     * @param keys the log's key pairs
     * @throws HubException if it is the log of other keys
     */
    public static SeenHeads of(Source log, List<LogPublicKey> keys) throws HubException {
        Charter first = Restore.genesis(log);
        LogPublicKey firstPair = keys.stream()
                .filter(pair -> OwnHeads.isNamed(pair, first.log()))
                .findFirst()
                .orElseThrow(() -> new HubException(
                        log.name() + " is of a log whose charter names other log keys than it brings"));
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
     * Adds what is at a path: a signed head, an evidence bundle, or a folder that is a desk's copy of the log, or its state.
     *
     * @param passedOver is told of what of it is of no use
     * @throws HubException if there is nothing, or it is no head of this log
     */
    public void add(Path path, Consumer<String> passedOver) throws HubException {
        HeldHeads held = new HeldHeads(passedOver);
        if (Files.isDirectory(path)) {
            FollowerCopy copy = FollowerCopy.open(path);
            add(copy.headFile(), copy.head());
            if (copy.seen().isPresent()) {
                addNote(copy.seen().get());
            }
            held.of(copy);
        } else if (path.toString().endsWith(EVIDENCE)) {
            held.evidence(path);
        } else {
            addNote(path);
        }
        for (HeldHead one : held.all()) {
            add(one.file(), one.note().toByteArray());
        }
    }

    private void addNote(Path file) throws HubException {
        add(
                file,
                FollowerCopy.note(
                        file, "give the file of a signed head, an evidence bundle, or a desk's copy of the log"));
    }

    /**
     * Adds a signed head.
     *
     * @param where to find it
     * @throws HubException if the log's keys have not signed it
     */
    public void add(Path where, byte[] note) throws HubException {
        seen.add(own.open(where, note));
    }

    /**
     * Refuses the log if it is behind one of them or beside it.
     *
     * @throws HubException 7 if it is
     */
    public void requireReached() throws HubException {
        for (OwnHeads.Opened other : seen) {
            if (other.head().size() > log.size()) {
                throw refused(log.name() + " has " + log.size() + " entries, but this log has shown "
                        + other.head().size() + " (" + other.file()
                        + "): restored so, the hub would be refused by whoever has seen that, and could be accused of two histories; "
                        + "restore from the copy of a desk that goes as far: --from-follower");
            }
        }
        Frontier tree = new Frontier();
        try (Source.Pass pass = log.begin()) {
            while (tree.size() < log.size()) {
                for (ByteString entry : pass.next(AT_ONCE)) {
                    tree.append(Merkle.leaf(entry.toByteArray()));
                    for (OwnHeads.Opened other : seen) {
                        if (tree.size() == other.head().size() && !tree.head().equals(other.head())) {
                            throw refused(
                                    log.name() + " holds other entries than the " + tree.size()
                                            + " that this log has shown (" + other.file()
                                            + "): it is another history; restore from the copy of a desk, and keep both files: together they are evidence");
                        }
                    }
                }
            }
        }
    }

    private static HubException refused(String sentence) {
        return new HubException(HubException.CONDITION_NOT_MET, sentence, null);
    }
}
