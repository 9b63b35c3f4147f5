package org.demarche.server.log;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.demarche.escalation.Content;
import org.demarche.escalation.Entry;
import org.demarche.hash.Sha256;

/** The texts of the charters that stand in the log, by hash: few, since posting one takes a root key and a quota. Thread-safe. */
public final class PostedCharters {
    private final Map<Sha256, ByteString> texts = new ConcurrentHashMap<>();

    PostedCharters() {}

    void see(Entry entry) {
        if (entry.content() instanceof Content.Genesis genesis) {
            put(genesis.text());
        } else if (entry.content() instanceof Content.Noticed noticed
                && noticed.notice().notice().hasCharterText()) {
            put(noticed.notice().notice().getCharterText().getText());
        }
    }

    private void put(ByteString text) {
        texts.put(Sha256.of(text.toByteArray()), text);
    }

    /** The text with this hash. */
    public Optional<ByteString> text(Sha256 hash) {
        return Optional.ofNullable(texts.get(hash));
    }
}
