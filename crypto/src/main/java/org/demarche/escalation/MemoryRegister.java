package org.demarche.escalation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.hash.Sha256;

/** A register in memory, for bundles and for logs that fit. Not thread-safe. */
public final class MemoryRegister implements Register {
    private final Map<Sha256, Known> notices = new HashMap<>();

    /** Adds the notice of an entry that has been adopted; entries without a notice are passed over. */
    public void add(Entry entry) {
        entry.noticeId().ifPresent(id -> notices.put(id, entry.known().orElseThrow()));
    }

    @Override
    public Optional<Known> find(Sha256 notice) {
        return Optional.ofNullable(notices.get(notice));
    }
}
