package org.demarche.server.log;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.demarche.charter.Charter;
import org.demarche.charter.Charter.LogIdentity;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Governance;
import org.demarche.key.LogPublicKey;

/** What each key pair of the log is for, in words: fed with what governs from which size on, then asked. Not thread-safe. */
public final class PairRoles {
    private record Reign(long fromSize, int version, LogIdentity identity) {}

    private final List<Reign> reigns = new ArrayList<>();
    private final Map<LogIdentity, Charter> drafts = new LinkedHashMap<>();
    private final Set<LogIdentity> held = new HashSet<>();

    /** Heads of {@code size} entries and more are signed as {@code charter} says, until another is told. */
    public void governed(long size, Charter charter) {
        if (reigns.isEmpty() || !reigns.get(reigns.size() - 1).identity().equals(charter.log())) {
            reigns.add(new Reign(size, charter.version(), charter.log()));
        }
    }

    /** Drafts that may yet be adopted. */
    public void drafted(Governance governance) {
        governance.drafts().values().stream().map(Draft::charter).forEach(c -> drafts.putIfAbsent(c.log(), c));
    }

    /** What a pair that this hub holds is for. */
    public String of(LogPublicKey pair) {
        List<String> uses = new ArrayList<>();
        for (int i = 0; i < reigns.size(); i++) {
            Reign reign = reigns.get(i);
            if (isNamed(pair, reign.identity())) {
                held.add(reign.identity());
                uses.add(
                        i == reigns.size() - 1
                                ? "signs, since version " + reign.version() + " of the charter"
                                : "retired at entry " + (reigns.get(i + 1).fromSize() - 1)
                                        + ": signs no newer head, but those of before, for desks that begin anew; keep it as long as this hub runs");
            }
        }
        drafts.forEach((identity, charter) -> {
            if (isNamed(pair, identity)) {
                held.add(identity);
                if (!isReigning(identity)) {
                    uses.add("waits: the draft " + charter.hash().brief() + " of version " + charter.version()
                            + " names it");
                }
            }
        });
        return uses.isEmpty()
                ? "named by no charter and no draft: it may be removed, unless a charter is yet to name it"
                : String.join("; ", uses);
    }

    /** The pairs that charters or drafts name and that were not asked about; one sentence each. */
    public List<String> lacking() {
        List<String> lacking = new ArrayList<>();
        Set<LogIdentity> told = new HashSet<>(held);
        for (Reign reign : reigns) {
            if (told.add(reign.identity())) {
                lacking.add("version " + reign.version() + " of the charter names " + said(reign.identity())
                        + ": the hub does not start without it");
            }
        }
        drafts.forEach((identity, charter) -> {
            if (told.add(identity)) {
                lacking.add("the draft " + charter.hash().brief() + " of version " + charter.version() + " names "
                        + said(identity) + ": the hub does not take the assent that completes its adoption");
            }
        });
        return lacking;
    }

    private boolean isReigning(LogIdentity identity) {
        return reigns.stream().anyMatch(r -> r.identity().equals(identity));
    }

    private static boolean isNamed(LogPublicKey pair, LogIdentity identity) {
        return pair.ed25519Id().equals(identity.ed25519()) && pair.mlDsa44Id().equals(identity.mlDsa44());
    }

    private static String said(LogIdentity identity) {
        return "ed25519 " + identity.ed25519().fingerprint() + " and ml_dsa_44 "
                + identity.mlDsa44().fingerprint();
    }
}
