package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.LogEntry;

/**
 * The two chains of a bundle, as far as they are a matter of form: indexes ascend, each entry names the leaf hash of its predecessor in the incident and of the newest governance
 * entry before it, and nothing stands behind the entry that is proven. So whoever cuts, mixes or reorders is found out before any rule is applied.
 */
final class Chains {
    private final UnverifiedBundle bundle;

    private Chains(UnverifiedBundle bundle) {
        this.bundle = bundle;
    }

    /** What is broken, in one sentence; empty: the chains are whole. */
    static Optional<String> brokenAt(UnverifiedBundle bundle) {
        Chains checks = new Chains(bundle);
        return checks.order()
                .or(checks::governanceChain)
                .or(checks::entriesChain)
                .or(checks::incidentChain);
    }

    /** Where time decreases, in one sentence; only meaningful if nothing is broken. */
    static Optional<String> timeDecreasesAt(UnverifiedBundle bundle) {
        long before = 0;
        for (ClaimedEntry entry : inOrder(bundle)) {
            if (entry.acceptedAtMs() < before) {
                return Optional.of("entry " + entry.index() + " is dated " + (before - entry.acceptedAtMs())
                        + " ms before an earlier entry");
            }
            before = entry.acceptedAtMs();
        }
        return Optional.empty();
    }

    /** Both lists as one, by index. */
    static List<ClaimedEntry> inOrder(UnverifiedBundle bundle) {
        List<ClaimedEntry> all = new ArrayList<>(bundle.all());
        all.sort(Comparator.comparingLong(ClaimedEntry::index));
        return all;
    }

    private Optional<String> order() {
        return notAscending(bundle.governance(), "governance")
                .or(() -> notAscending(bundle.entries(), "entries"))
                .or(() -> {
                    long last = bundle.last().index();
                    long lastGovernance = bundle.governance()
                            .get(bundle.governance().size() - 1)
                            .index();
                    return lastGovernance >= last
                            ? Optional.of("governance entry " + lastGovernance + " does not come before entry " + last
                                    + ", which is proven")
                            : Optional.empty();
                });
    }

    private static Optional<String> notAscending(List<ClaimedEntry> list, String name) {
        for (int i = 1; i < list.size(); i++) {
            if (list.get(i).index() <= list.get(i - 1).index()) {
                return Optional.of(name + ": entry " + list.get(i).index() + " stands behind entry "
                        + list.get(i - 1).index());
            }
        }
        return Optional.empty();
    }

    private Optional<String> governanceChain() {
        ByteString newest = ByteString.EMPTY;
        for (ClaimedEntry claimed : bundle.governance()) {
            LogEntry entry = claimed.entry().message();
            boolean first = newest.isEmpty();
            if (first && !(claimed.index() == 0 && entry.hasGenesis())) {
                return Optional.of("the governance chain does not begin with entry 0");
            }
            if (!entry.getGovernance().equals(newest) || (!first && !entry.hasNotice())) {
                return Optional.of(
                        "entry " + claimed.index() + " does not follow the governance entry that stands before it");
            }
            if (!entry.getIncidentPrevious().isEmpty()) {
                return Optional.of("entry " + claimed.index() + ", of governance, is chained to an incident");
            }
            newest = claimed.leaf().byteString();
        }
        return Optional.empty();
    }

    private Optional<String> entriesChain() {
        List<ClaimedEntry> governance = bundle.governance();
        int next = 0;
        for (ClaimedEntry claimed : bundle.entries()) {
            while (next < governance.size() && governance.get(next).index() < claimed.index()) {
                next++;
            }
            ByteString named = claimed.entry().message().getGovernance();
            if (claimed.entry().message().hasGenesis()
                    || next == 0
                    || !named.equals(governance.get(next - 1).leaf().byteString())) {
                return Optional.of("entry " + claimed.index()
                        + " does not name the newest governance entry that the file brings before it");
            }
        }
        return Optional.empty();
    }

    private Optional<String> incidentChain() {
        ClaimedEntry first = bundle.entries().get(0);
        if (bundle.ofNotice()) {
            boolean inIncident = incident(first).isPresent();
            boolean chained = !first.entry().message().getIncidentPrevious().isEmpty();
            return inIncident == chained
                    ? Optional.empty()
                    : Optional.of("entry " + first.index()
                            + " is chained to an incident that it does not belong to, or not to its own");
        }
        if (!first.entry().opensIncident()) {
            return Optional.of("the incident's chain does not begin with the report that opens it");
        }
        ByteString previous = ByteString.EMPTY;
        for (ClaimedEntry claimed : bundle.entries()) {
            if (!incident(claimed).equals(incident(first))) {
                return Optional.of("entry " + claimed.index() + " belongs to another incident, or to none");
            }
            if (!claimed.entry().message().getIncidentPrevious().equals(previous)) {
                return Optional.of("entry " + claimed.index()
                        + " does not follow the entry of the incident that stands before it");
            }
            previous = claimed.leaf().byteString();
        }
        return Optional.empty();
    }

    /** The incident that an entry belongs to: the one it names, or opens. */
    static Optional<Sha256> incident(ClaimedEntry claimed) {
        return claimed.entry().incident();
    }
}
