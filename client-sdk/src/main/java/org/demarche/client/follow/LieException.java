package org.demarche.client.follow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The hub has said what can't be true. Carries its own bytes; has no stack trace, since the fault is not in this program. */
public final class LieException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Misbehaviour kind;
    private final transient Map<String, byte[]> exhibits;
    private final transient Optional<Claim> claim;

    /** A lie; {@code exhibits}: the hub's own bytes by name, in the order in which a reader wants them. */
    public LieException(Misbehaviour kind, String sentence, Map<String, byte[]> exhibits) {
        this(kind, sentence, exhibits, Optional.empty());
    }

    /** A lie that may be shown to others by {@code claim}. */
    LieException(Misbehaviour kind, String sentence, Map<String, byte[]> exhibits, Optional<Claim> claim) {
        super(sentence, null, false, false);
        this.kind = kind;
        this.exhibits = new LinkedHashMap<>(exhibits);
        this.claim = claim;
    }

    /** What it may be shown by; empty: it binds nobody but the hub's own client. */
    public Optional<Claim> claim() {
        return claim;
    }

    /** What it did. */
    public Misbehaviour kind() {
        return kind;
    }

    /** The hub's own bytes by name. */
    public Map<String, byte[]> exhibits() {
        return new LinkedHashMap<>(exhibits);
    }
}
