package org.demarche.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.demarche.charter.Predecessor;
import org.demarche.hash.Sha256;
import org.demarche.hash.Sha512;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.junit.jupiter.api.Test;

class CopyDigestTest {
    @Test
    void end_ofEntries_isTheHashOfTheFileThatHoldsThem() throws IOException {
        List<byte[]> entries = List.of(new byte[] {1}, new byte[300], new byte[] {2, 3});
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(file);
        out.write(CopyReader.magic());
        MemoryTree tree = new MemoryTree();
        CopyDigest digest = new CopyDigest();
        for (byte[] entry : entries) {
            out.writeInt(entry.length);
            out.write(entry);
            tree.append(Merkle.leaf(entry));
            digest.add(entry);
        }
        var sha512 = Sha512.digest();
        sha512.update(file.toByteArray());
        assertThat(digest.head()).isEqualTo(tree.head());
        assertThat(digest.end("old.example/plan", Sha256.of()))
                .isEqualTo(new Predecessor(
                        "old.example/plan", Sha256.of(), 3, tree.head().root(), Sha512.of(sha512)));
    }
}
