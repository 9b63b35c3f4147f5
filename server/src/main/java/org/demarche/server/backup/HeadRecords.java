package org.demarche.server.backup;

import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.server.carry.Source;
import org.demarche.server.store.FrozenHead;
import org.demarche.server.store.OfferedHead;
import org.demarche.server.store.StoredCosignature;
import org.demarche.server.store.StoredToken;

/**
 * Heads and what others said of them, in a backup. Numbers are big-endian; a text or a run of bytes comes behind its length in four bytes.
 *
 * <pre>
 * cosigned: for each head  size (8), flags (1: witnessed 1, lasting 2), note, how many (4) × { witness, how many (4) × key as C2SP writes it, signature lines }
 * stamped:  for each head  size (8), head as {@code WitnessedHead}, how many (4) × { authority, token, anchor }
 * and a size of 0 behind the last
 * </pre>
 */
final class HeadRecords {
    private static final int AT_ONCE = 256;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SAID = 1_024;

    private HeadRecords() {}

    /** Writes the heads of at most {@code size} entries. */
    static void writeCosigned(Source.Word<OfferedHead, StoredCosignature> from, long size, DataOutputStream out)
            throws IOException {
        long next = 1;
        for (List<OfferedHead> some = from.heads().apply(next, AT_ONCE);
                !some.isEmpty() && next <= size;
                some = from.heads().apply(next, AT_ONCE)) {
            for (OfferedHead head : some) {
                next = head.size() + 1;
                if (head.size() <= size) {
                    out.writeLong(head.size());
                    out.writeByte((head.witnessed() ? 1 : 0) | (head.lasting() ? 2 : 0));
                    write(head.note(), out);
                    List<StoredCosignature> said = from.said().apply(head.size());
                    out.writeInt(said.size());
                    for (StoredCosignature one : said) {
                        write(ByteString.copyFromUtf8(one.witness()), out);
                        out.writeInt(one.keys().size());
                        for (NoteKey key : one.keys()) {
                            write(ByteString.copyFromUtf8(key.text()), out);
                        }
                        write(one.lines(), out);
                    }
                }
            }
        }
        out.writeLong(0);
    }

    /** Writes the heads of at most {@code size} entries. */
    static void writeStamped(Source.Word<FrozenHead, StoredToken> from, long size, DataOutputStream out)
            throws IOException {
        long next = 1;
        for (List<FrozenHead> some = from.heads().apply(next, AT_ONCE);
                !some.isEmpty() && next <= size;
                some = from.heads().apply(next, AT_ONCE)) {
            for (FrozenHead head : some) {
                next = head.size() + 1;
                if (head.size() <= size) {
                    out.writeLong(head.size());
                    write(head.head(), out);
                    List<StoredToken> tokens = from.said().apply(head.size());
                    out.writeInt(tokens.size());
                    for (StoredToken token : tokens) {
                        write(ByteString.copyFromUtf8(token.authority()), out);
                        write(token.token(), out);
                        write(token.anchor(), out);
                    }
                }
            }
        }
        out.writeLong(0);
    }

    /** Reads cosigned heads. */
    static Source.Word<OfferedHead, StoredCosignature> readCosigned(DataInputStream in) throws IOException {
        List<OfferedHead> heads = new ArrayList<>();
        Map<Long, List<StoredCosignature>> said = new LinkedHashMap<>();
        long before = 0;
        for (long size = in.readLong(); size != 0; size = in.readLong()) {
            requireAscending(before, size);
            int flags = in.readUnsignedByte();
            require(flags < 4);
            heads.add(new OfferedHead(size, read(in), (flags & 1) != 0, (flags & 2) != 0));
            List<StoredCosignature> ofHead = new ArrayList<>();
            for (int i = count(in); i > 0; i--) {
                String witness = read(in).toStringUtf8();
                List<NoteKey> keys = new ArrayList<>();
                for (int k = count(in); k > 0; k--) {
                    keys.add(key(read(in).toStringUtf8()));
                }
                require(!keys.isEmpty()
                        && keys.stream().allMatch(key -> key.name().equals(witness)));
                ofHead.add(new StoredCosignature(size, witness, keys, read(in)));
            }
            said.put(size, ofHead);
            before = size;
        }
        require(in.read() < 0);
        return word(heads, OfferedHead::size, said);
    }

    /** Reads stamped heads. */
    static Source.Word<FrozenHead, StoredToken> readStamped(DataInputStream in) throws IOException {
        List<FrozenHead> heads = new ArrayList<>();
        Map<Long, List<StoredToken>> said = new LinkedHashMap<>();
        long before = 0;
        for (long size = in.readLong(); size != 0; size = in.readLong()) {
            requireAscending(before, size);
            heads.add(new FrozenHead(size, read(in)));
            List<StoredToken> tokens = new ArrayList<>();
            for (int i = count(in); i > 0; i--) {
                tokens.add(new StoredToken(size, read(in).toStringUtf8(), read(in), read(in)));
            }
            said.put(size, tokens);
            before = size;
        }
        require(in.read() < 0);
        return word(heads, FrozenHead::size, said);
    }

    private static <H, S> Source.Word<H, S> word(List<H> heads, ToLongFunction<H> size, Map<Long, List<S>> said) {
        return new Source.Word<>(
                (from, most) -> heads.stream()
                        .filter(h -> size.applyAsLong(h) >= from)
                        .limit(most)
                        .toList(),
                at -> said.getOrDefault(at, List.of()));
    }

    private static void write(ByteString bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    private static ByteString read(DataInputStream in) throws IOException {
        int length = in.readInt();
        require(length >= 0 && length <= MOST_BYTES);
        byte[] bytes = in.readNBytes(length);
        require(bytes.length == length);
        return ByteString.copyFrom(bytes);
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        require(count >= 0 && count <= MOST_SAID);
        return count;
    }

    private static NoteKey key(String text) throws IOException {
        try {
            return NoteKey.parse(text);
        } catch (NoteException e) {
            throw new IOException("a key of a witness cannot be read", e);
        }
    }

    private static void requireAscending(long before, long size) throws IOException {
        require(size > before);
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("what witnesses or time authorities said cannot be read");
        }
    }
}
