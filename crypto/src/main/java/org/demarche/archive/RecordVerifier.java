package org.demarche.archive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;
import org.demarche.timestamp.VerifiedToken;

/** Walks through every chain and every time-stamp of a record, and checks each token at its own time. Total: every record has an answer, and the same in any year. Thread-safe. */
public final class RecordVerifier {
    private final Authorities authorities;

    /** @param authorities whose tokens count */
    public RecordVerifier(Authorities authorities) {
        this.authorities = authorities;
    }

    /** What {@code record} is worth as a record of {@code data}. */
    public RecordCheck check(UnverifiedRecord record, byte[] data) {
        List<Link> links = new ArrayList<>();
        for (int c = 0; c < record.chains().size(); c++) {
            StampChain chain = record.chains().get(c);
            byte[] covered = c == 0
                    ? Covered.data(chain.digest(), data)
                    : Covered.all(chain.digest(), data, record.chains().subList(0, c));
            for (ArchiveStamp stamp : chain.stamps()) {
                String place = "its time-stamp " + (links.size() + 1) + " of " + record.stamps();
                Optional<byte[]> root = stamp.path().root(chain.digest(), covered);
                if (root.isEmpty()) {
                    return new RecordCheck.Void(place + " does not cover " + what(links, c));
                }
                Judged judged = judge(stamp.token(), chain.digest(), root.get());
                if (judged.link().isEmpty()) {
                    return new RecordCheck.Void(place + ": " + judged.why());
                }
                links.add(judged.link().get());
                covered = Covered.token(chain.digest(), stamp.token());
            }
        }
        return new RecordCheck.True(links);
    }

    private static String what(List<Link> before, int chain) {
        if (before.isEmpty()) {
            return "this file";
        }
        return chain == 0 ? "the one before it" : "this file and those before it";
    }

    /** @param why it is no link */
    private record Judged(Optional<Link> link, String why) {}

    private Judged judge(byte[] token, ArchiveDigest digest, byte[] root) {
        UnverifiedToken read;
        try {
            read = UnverifiedToken.parse(token);
        } catch (RefusedException e) {
            return new Judged(Optional.empty(), e.refusal().sentence());
        }
        String why = "no time authority is trusted";
        for (Map.Entry<String, List<Anchor>> authority : authorities.anchors().entrySet()) {
            for (Anchor anchor : authority.getValue()) {
                TokenCheck check = new TokenVerifier(anchor, Optional.empty()).check(read, digest.imprint(root));
                if (check instanceof TokenCheck.Valid valid) {
                    if (lean(valid.token(), token)) {
                        return new Judged(Optional.of(Link.of(authority.getKey(), valid.token(), digest)), "");
                    }
                    // Where a certificate between is trusted as well, another anchor may be the one that it is lean
                    // for.
                    why = "its token brings more than it needs";
                    continue;
                }
                why = "by no authority that is trusted, or false (" + authority.getKey() + "'s: "
                        + ((TokenCheck.False) check).sentence() + ")";
            }
        }
        return new Judged(Optional.empty(), why);
    }

    /** What no signature is over could be changed unnoticed in the newest token. */
    private static boolean lean(VerifiedToken verified, byte[] token) {
        return Arrays.equals(verified.lean().bytes(), token);
    }
}
