package org.demarche.server.log;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Proofs;
import org.demarche.proto.v1.Receipt;
import org.demarche.server.store.StoredEntry;

/** Makes receipts. They are rebuilt from the store for ever, so a notice can be asked about however long ago it was logged. */
public final class Receipts {
    private final HubLog log;

    /** Receipts of {@code log}. */
    public Receipts(HubLog log) {
        this.log = log;
    }

    /** The receipt for an entry, under the newest head. */
    public Receipt of(StoredEntry entry) {
        Published published = log.published();
        Receipt.Builder receipt = Receipt.newBuilder().setEntry(entry.bytes()).setCheckpoint(published.checkpoint());
        Proofs.inclusion(entry.index(), published.size(), log.tree()).stream()
                .map(Sha256::byteString)
                .forEach((ByteString hash) -> receipt.addInclusion(hash));
        return receipt.build();
    }
}
