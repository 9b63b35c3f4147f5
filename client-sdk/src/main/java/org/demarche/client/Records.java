package org.demarche.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.charter.Predecessor;
import org.demarche.client.follow.Replica;
import org.demarche.copy.CopyDigest;
import org.demarche.hash.Sha256;

/** The notices of the desk's own copy of the log, as people look for them. */
final class Records {
    private final Profile profile;
    private final Replica replica;
    private final Deliveries deliveries;

    Records(Profile profile, Replica replica, Deliveries deliveries) {
        this.profile = profile;
        this.replica = replica;
        this.deliveries = deliveries;
    }

    Optional<Delivery> find(Sha256 notice) throws DeskException {
        OptionalLong index = replica.index(notice);
        return index.isPresent() ? Optional.of(entry(index.getAsLong())) : Optional.empty();
    }

    Sha256 resolve(String hex) throws DeskException {
        if (!hex.matches("[0-9a-f]{6,64}")) {
            throw new DeskException.Invalid(
                    "\"" + hex + "\" is no id (expected: 6 to 64 lower-case hex digits)",
                    "`demarche liaison inbox` lists the notices with their ids");
        }
        Optional<Sha256> whole = Sha256.parseHex(hex);
        if (whole.isPresent()) {
            return whole.get();
        }
        List<Sha256> found = replica.noticesBeginning(hex, 2);
        if (found.size() != 1) {
            throw new DeskException.Invalid(
                    found.isEmpty() ? "the log has no notice " + hex + "…" : "more than one notice begins with " + hex,
                    found.isEmpty()
                            ? "`demarche liaison inbox` lists the notices with their ids"
                            : "write more of its digits");
        }
        return found.get(0);
    }

    List<Delivery> entries(long from, Optional<Sha256> incident) throws DeskException {
        List<Delivery> found = new ArrayList<>();
        for (long index = from; index < replica.size(); index++) {
            Delivery delivery = entry(index);
            if (incident.isEmpty() || incident.equals(delivery.incident())) {
                found.add(delivery);
            }
        }
        return found;
    }

    private Delivery entry(long index) throws DeskException {
        try {
            return deliveries.delivery(replica.entry(index));
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
    }

    Predecessor predecessor() throws DeskException {
        long size = replica.size();
        if (size == 0) {
            throw new DeskException.Misconfigured("this desk has seen nothing yet", "connect once");
        }
        CopyDigest digest = new CopyDigest();
        try {
            for (long index = 0; index < size; index++) {
                digest.add(replica.entry(index).bytes());
            }
        } catch (IOException e) {
            throw DeskFiles.unreadable(profile.state(), "state", e);
        }
        return digest.end(replica.charter().log().origin(), profile.charterHash());
    }
}
