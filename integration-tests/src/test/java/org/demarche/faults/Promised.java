package org.demarche.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.demarche.client.Receipt;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.refusal.RefusedException;

/** What desks were promised, held against a log. */
final class Promised {
    private Promised() {}

    /** Each receipt's entry is still the one at its index, every head that was signed is a head of this log, and no notice stands in it twice. */
    static void require(List<Receipt> receipts, List<byte[]> log)
            throws InvalidProtocolBufferException, RefusedException {
        MemoryTree tree = new MemoryTree();
        List<Head> heads = new ArrayList<>();
        Set<Sha256> notices = new HashSet<>();
        for (byte[] bytes : log) {
            UnverifiedEntry entry = UnverifiedEntry.parse(bytes);
            tree.append(entry.leaf());
            heads.add(tree.head(tree.size()));
            entry.notice()
                    .ifPresent(n ->
                            assertThat(notices.add(n.id())).as("logged once").isTrue());
        }
        for (Receipt receipt : receipts) {
            byte[] entry = org.demarche.proto.v1.Receipt.parseFrom(receipt.bytes())
                    .getEntry()
                    .toByteArray();
            assertThat(log.get((int) receipt.index()))
                    .as("entry %d", receipt.index())
                    .isEqualTo(entry);
            assertThat(heads.get((int) receipt.head().size() - 1))
                    .as("head of %d", receipt.head().size())
                    .isEqualTo(receipt.head());
        }
    }

    /** The head of a log. */
    static Head head(List<byte[]> log) throws RefusedException {
        MemoryTree tree = new MemoryTree();
        for (byte[] entry : log) {
            tree.append(UnverifiedEntry.parse(entry).leaf());
        }
        return tree.head(tree.size());
    }
}
