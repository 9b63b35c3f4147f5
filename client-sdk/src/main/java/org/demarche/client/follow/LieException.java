package org.demarche.client.follow;

import java.util.LinkedHashMap;
import java.util.Map;

/** The hub has said what can't be true. Carries its own bytes; has no stack trace, since the fault is not in this program. */
public final class LieException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Misbehaviour kind;
    private final transient Map<String, byte[]> exhibits;

    /** A lie; {@code exhibits}: the hub's own bytes by name, in the order in which a reader wants them. */
    public LieException(Misbehaviour kind, String sentence, Map<String, byte[]> exhibits) {
        super(sentence, null, false, false);
        this.kind = kind;
        this.exhibits = new LinkedHashMap<>(exhibits);
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
