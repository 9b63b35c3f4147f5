package org.demarche.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.demarche.hash.Sha256;
import org.demarche.refusal.Reason;

/**
 * The body with which a witness is asked to cosign (C2SP tlog-witness, "add-checkpoint"), of which nothing has been verified:
 *
 * <pre>
 * old 20852014
 * HWvc7o5tJv…=
 * (one line for each hash of the proof, at most 63)
 *
 * log.example/plan
 * 20852163
 * CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 *
 * — log.example/plan Az3grlgtzPIC…
 * </pre>
 *
 * @param oldSize size of the head that the asker takes to be the last one cosigned, 0 or more; 0: none
 * @param proof RFC 6962 consistency proof from that head to the one in the note
 * @param note the checkpoint
 */
public record AddCheckpointRequest(long oldSize, List<Sha256> proof, Note note) {
    /** Greatest number of hashes in a proof: no tree is higher. */
    public static final int MAX_PROOF = 63;

    private static final String OLD = "old ";
    private static final int HASH_LINE = 45;
    private static final int MAX_OLD_LINE =
            OLD.length() + Long.toString(Long.MAX_VALUE).length() + 1;

    /** Greatest length in bytes. */
    public static final int MAX_BYTES = MAX_OLD_LINE + MAX_PROOF * HASH_LINE + 1 + Note.MAX_BYTES;

    public AddCheckpointRequest {
        if (oldSize < 0) {
            throw new IllegalArgumentException("oldSize: " + oldSize + " (expected: >= 0)");
        }
        if (proof.size() > MAX_PROOF) {
            throw new IllegalArgumentException(
                    "proof: " + proof.size() + " hashes (expected: at most " + MAX_PROOF + ")");
        }
        proof = List.copyOf(proof);
    }

    /**
     * Reads a body.
     *
     * @throws NoteException MALFORMED or TOO_LARGE if it is not exactly what {@link #bytes} writes
     */
    public static AddCheckpointRequest parse(byte[] body) throws NoteException {
        if (body.length > MAX_BYTES) {
            throw new NoteException(
                    Reason.TOO_LARGE, "request: " + body.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        String text = Canonical.utf8(body).orElseThrow(() -> NoteException.malformed("request: not text in UTF-8"));
        // The first empty line: no line of old size and proof is empty.
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw NoteException.malformed("request: no empty line between proof and checkpoint");
        }
        if (split > MAX_OLD_LINE + MAX_PROOF * HASH_LINE) {
            throw NoteException.malformed("request: more than " + MAX_PROOF + " lines of proof");
        }
        String[] lines = text.substring(0, split).split("\n", -1);
        OptionalLong old =
                lines[0].startsWith(OLD) ? Canonical.decimal(lines[0].substring(OLD.length())) : OptionalLong.empty();
        if (old.isEmpty()) {
            throw NoteException.malformed(
                    "request: the first line is not \"old\" and a decimal number from 0 to 2^63 - 1");
        }
        if (lines.length - 1 > MAX_PROOF) {
            throw NoteException.malformed("request: more than " + MAX_PROOF + " lines of proof");
        }
        List<Sha256> proof = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            int number = i;
            proof.add(Canonical.base64(lines[i])
                    .filter(hash -> hash.size() == Sha256.LENGTH)
                    .map(Sha256::copyOf)
                    .orElseThrow(() -> NoteException.malformed(
                            "request: line " + number + " of the proof is not 32 bytes in canonical base64")));
        }
        return new AddCheckpointRequest(
                old.getAsLong(), proof, Note.parse(text.substring(split + 2).getBytes(StandardCharsets.UTF_8)));
    }

    /** The body as {@link #parse} reads it. */
    public byte[] bytes() {
        StringBuilder head = new StringBuilder(OLD).append(oldSize).append('\n');
        proof.forEach(hash -> head.append(Canonical.base64(hash.byteString())).append('\n'));
        head.append('\n');
        byte[] front = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] back = note.bytes();
        byte[] all = Arrays.copyOf(front, front.length + back.length);
        System.arraycopy(back, 0, all, front.length, back.length);
        return all;
    }
}
