package org.demarche.server.operations;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.demarche.charter.Party;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Incident;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Precedence;
import org.demarche.server.log.EntryListener;

/**
 * The FLASH notices that parties have not acknowledged: those that a notice addresses, or everybody where it addresses nobody, but its author. Any acknowledgement says
 * that a notice was read, RECEIVED no less than CONCUR and DECLINE. An acknowledgement itself awaits none, nor does what its author has withdrawn or superseded. After a
 * day a notice is no longer waited for: nobody is woken for it any more, and the board shows it all the same. Thread-safe.
 */
public final class Unreceived implements EntryListener {
    private static final long LONGEST_MS = 86_400_000;
    private static final int MOST = 1_024;

    private final int most;
    private final LinkedHashMap<Sha256, Awaited> awaited = new LinkedHashMap<>();
    private long next;

    private record Awaited(long acceptedAtMs, Set<String> parties) {}

    /** Nothing is waited for yet. */
    public Unreceived() {
        this(MOST);
    }

    /** @param most while so many are waited for, no further one is: the time of the oldest ones tells enough, and whoever floods the log must not hide them */
    Unreceived(int most) {
        this.most = most;
    }

    /**
     * What a party has not acknowledged.
     *
     * @param notices how many FLASH notices
     * @param oldestMs how long ago the oldest of them was logged, in milliseconds; 0: there is none
     */
    record Lack(int notices, long oldestMs) {
        private static final Lack NONE = new Lack(0, 0);

        private Lack and(long ageMs) {
            return new Lack(notices + 1, Math.max(oldestMs, ageMs));
        }
    }

    @Override
    public synchronized void entered(Entry entry, Governance after, Optional<Incident> incident) {
        if (entry.index() < next) {
            return;
        }
        next = entry.index() + 1;
        awaited.values().removeIf(a -> entry.acceptedAtMs() - a.acceptedAtMs() > LONGEST_MS);
        entry.known().ifPresent(known -> {
            Notice notice = known.notice();
            if (notice.hasAcknowledgement()) {
                acknowledged(Sha256.copyOf(notice.getReferences(0)), notice.getAuthor());
                return;
            }
            if (notice.hasCorrection()) {
                awaited.remove(Sha256.copyOf(notice.getReferences(0)));
            }
            // Before a charter is in force, and after the last one, nothing can be acknowledged.
            if (notice.getPrecedence() == Precedence.PRECEDENCE_FLASH
                    && after.inForce()
                    && !after.closed()
                    && awaited.size() < most) {
                Set<String> parties = addressed(notice, after);
                entry.noticeId().ifPresent(id -> awaited.put(id, new Awaited(entry.acceptedAtMs(), parties)));
            }
        });
    }

    private void acknowledged(Sha256 notice, String by) {
        Awaited one = awaited.get(notice);
        if (one != null) {
            one.parties().remove(by);
            if (one.parties().isEmpty()) {
                awaited.remove(notice);
            }
        }
    }

    private static Set<String> addressed(Notice notice, Governance after) {
        Set<String> parties = new HashSet<>(notice.getActionPartiesList());
        parties.addAll(notice.getInformationPartiesList());
        if (parties.isEmpty()) {
            after.charter().parties().stream().map(Party::id).forEach(parties::add);
        }
        parties.remove(notice.getAuthor());
        return parties;
    }

    /**
     * What each party lacks now.
     *
     * @param parties those that are to be told of, by their ids
     * @param nowMs the hub's clock
     */
    synchronized SortedMap<String, Lack> by(Collection<String> parties, long nowMs) {
        SortedMap<String, Lack> all = new TreeMap<>();
        parties.forEach(party -> all.put(party, Lack.NONE));
        for (Awaited one : awaited.values()) {
            long ageMs = Math.max(0, nowMs - one.acceptedAtMs());
            if (ageMs <= LONGEST_MS) {
                one.parties().forEach(party -> all.computeIfPresent(party, (p, lack) -> lack.and(ageMs)));
            }
        }
        return all;
    }
}
