package org.demarche.checkpoint;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.merkle.ProofCheck;
import org.demarche.refusal.Reason;

/**
 * A {@code .tlog-proof} file (C2SP tlog-proof, as of commit 5ba5ee8): that some entry stands in the log, for whoever has the entry, the log's verifier keys, and any tool
 * that knows the format.
 *
 * <pre>
 * c2sp.org/tlog-proof@v1
 * extra &lt;base64&gt;                 or no such line
 * index &lt;decimal&gt;
 * &lt;base64 hash&gt;                  none or more: the audit path, the leaf's sibling first
 * &lt;an empty line&gt;
 * &lt;the checkpoint's note&gt;
 * </pre>
 *
 * Nothing in it has been verified. Immutable; what {@link #parse} takes, {@link #bytes} prints again byte for byte. Stricter than the specification in that the note
 * is one of ours: a {@link Note} within its limits, whose text is a {@link Checkpoint}.
 *
 * @param extra what somebody put beside it, which nobody has signed; not empty if present
 * @param index of the entry, from 0
 * @param inclusion the audit path
 * @param note the checkpoint
 */
public record TlogProof(Optional<ByteString> extra, long index, List<Sha256> inclusion, Note note) {
    /** How every such file begins. */
    public static final String FIRST_LINE = "c2sp.org/tlog-proof@v1\n";

    /** Hashes that a path has at the most: the longest is that of a tree of 2^63 − 1 leaves. */
    public static final int MAX_HASHES = 63;

    /** Greatest length of {@link #extra} in bytes. */
    public static final int MAX_EXTRA_BYTES = 16_384;

    /** Greatest length in bytes: more than the other limits come to. */
    public static final int MAX_BYTES = Note.MAX_BYTES + 32_768;

    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    public TlogProof {
        try {
            Checkpoint.parse(note.text());
        } catch (NoteException e) {
            throw new IllegalArgumentException("note: " + e.getMessage(), e);
        }
        inclusion = List.copyOf(inclusion);
        if (index < 0 || inclusion.size() > MAX_HASHES) {
            throw new IllegalArgumentException("index " + index + ", " + inclusion.size()
                    + " hashes (expected: >= 0, at most " + MAX_HASHES + ")");
        }
        extra.ifPresent(e -> {
            if (e.isEmpty() || e.size() > MAX_EXTRA_BYTES) {
                throw new IllegalArgumentException(
                        "extra: " + e.size() + " bytes (expected: 1 to " + MAX_EXTRA_BYTES + ")");
            }
        });
    }

    /** Whether the bytes begin as such a file does. */
    public static boolean recognizes(byte[] file) {
        byte[] first = FIRST_LINE.getBytes(StandardCharsets.US_ASCII);
        return file.length >= first.length
                && ByteString.copyFrom(file, 0, first.length).equals(ByteString.copyFrom(first));
    }

    /**
     * Reads such a file.
     *
     * @throws NoteException if the bytes are not exactly what {@link #bytes} writes
     */
    public static TlogProof parse(byte[] file) throws NoteException {
        if (file.length > MAX_BYTES) {
            throw new NoteException(
                    Reason.TOO_LARGE, "tlog-proof: " + file.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        String text = Canonical.utf8(file).orElseThrow(() -> NoteException.malformed("tlog-proof: not text in UTF-8"));
        int split = text.indexOf("\n\n");
        if (!text.startsWith(FIRST_LINE) || split < 0) {
            throw NoteException.malformed(
                    "tlog-proof: not " + FIRST_LINE.strip() + ", an index, hashes, an empty line and a checkpoint");
        }
        List<String> lines = List.of(text.substring(0, split).split("\n", -1));
        int next = 1;
        Optional<ByteString> extra = Optional.empty();
        if (lines.size() > next && lines.get(next).startsWith(EXTRA)) {
            extra = Optional.of(extra(lines.get(next).substring(EXTRA.length())));
            next++;
        }
        if (lines.size() <= next || !lines.get(next).startsWith(INDEX)) {
            throw NoteException.malformed("tlog-proof: no line with the index");
        }
        OptionalLong index = Canonical.decimal(lines.get(next).substring(INDEX.length()));
        if (index.isEmpty()) {
            throw NoteException.malformed("tlog-proof: the index is not a decimal number from 0 to 2^63 - 1");
        }
        Note note = Note.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8));
        Checkpoint.parse(note.text());
        return new TlogProof(extra, index.getAsLong(), hashes(lines.subList(next + 1, lines.size())), note);
    }

    private static ByteString extra(String base64) throws NoteException {
        return Canonical.base64(base64)
                .filter(bytes -> !bytes.isEmpty() && bytes.size() <= MAX_EXTRA_BYTES)
                .orElseThrow(() -> NoteException.malformed(
                        "tlog-proof: extra is not 1 to " + MAX_EXTRA_BYTES + " bytes in canonical base64"));
    }

    private static List<Sha256> hashes(List<String> lines) throws NoteException {
        if (lines.size() > MAX_HASHES) {
            throw NoteException.malformed(
                    "tlog-proof: " + lines.size() + " hashes (expected: at most " + MAX_HASHES + ")");
        }
        List<Sha256> hashes = new ArrayList<>(lines.size());
        for (String line : lines) {
            hashes.add(Sha256.copyOf(Canonical.base64(line)
                    .filter(bytes -> bytes.size() == Sha256.LENGTH)
                    .orElseThrow(
                            () -> NoteException.malformed("tlog-proof: a hash is not 32 bytes in canonical base64"))));
        }
        return hashes;
    }

    /** What the note says; unverified, like all of it. */
    public Checkpoint checkpoint() {
        try {
            return Checkpoint.parse(note.text());
        } catch (NoteException e) {
            throw new IllegalStateException("a proof over no checkpoint", e);
        }
    }

    /** Whether the path leads from {@code leaf} to the root that the note states. Whether the log has signed that is another question. */
    public boolean includes(Sha256 leaf) {
        return ProofCheck.inclusion(index, leaf, inclusion, checkpoint().head());
    }

    /** The whole file. */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(FIRST_LINE);
        extra.ifPresent(e -> text.append(EXTRA).append(Canonical.base64(e)).append('\n'));
        text.append(INDEX).append(index).append('\n');
        inclusion.forEach(
                hash -> text.append(Canonical.base64(hash.byteString())).append('\n'));
        return ByteString.copyFromUtf8(text.append('\n').toString())
                .concat(ByteString.copyFrom(note.bytes()))
                .toByteArray();
    }
}
