package org.demarche.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.demarche.hash.Sha256;
import org.demarche.key.LogSigningKey;
import org.demarche.lies.LieKeys;

/**
 * Known answers for the ML-DSA-44 and Ed25519 cosignatures of C2SP tlog-cosignature v1.1.0-rc.1. The statements are put together here, from the specification, and not
 * by the code that the product uses; that both agree is tested.
 */
final class KnownAnswers {
    private static final String HEAD = """
            # Known answers for C2SP tlog-cosignature v1.1.0-rc.1: note signature types 0x04 (Ed25519) and 0x06 (ML-DSA-44).
            #
            # Blocks are separated by blank lines; "name = value", in lower-case hexadecimal unless the value is quoted or a decimal number. In quoted values \\n is a
            # line feed. An ML-DSA seed is the 32 bytes xi of FIPS 204 (ML-DSA.KeyGen_internal); signatures are pure ML-DSA-44 with an empty context, and
            # deterministic (rnd is 32 zero bytes). "statement" is the signed message in full. "payload" is what stands in the signature line in base64: the four bytes
            # of the key id, the time, the signature. Everybody knows these seeds: never trust one of these keys.
            """;
    private static final String ORIGIN = "lies.example/plan";

    private final StringBuilder text = new StringBuilder(HEAD);

    private KnownAnswers() {}

    /**
     * One cosignature.
     *
     * @param name the cosigner's
     * @param timeS its time
     * @param size the tree's
     * @param root the tree's
     */
    record Question(String name, long timeS, long size, Sha256 root) {
        String checkpoint() {
            return ORIGIN + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
        }

        LogSigningKey key() {
            return LogSigningKey.ofSeeds(seed("ed25519").bytes(), seed("ml-dsa").bytes());
        }

        Sha256 seed(String half) {
            return LieKeys.seed(name, half);
        }

        byte[] timedText() {
            return ("cosignature/v1\ntime " + timeS + "\n" + checkpoint()).getBytes(StandardCharsets.UTF_8);
        }

        byte[] subtree() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII));
            prefixed(out, name);
            out.writeBytes(ByteBuffer.allocate(8).putLong(timeS).array());
            prefixed(out, ORIGIN);
            out.writeBytes(ByteBuffer.allocate(16).putLong(0).putLong(size).array());
            out.writeBytes(root.bytes());
            return out.toByteArray();
        }

        private static void prefixed(ByteArrayOutputStream out, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }

        /** The four bytes that a signature line begins with. */
        byte[] keyId(int type, byte[] publicKey) {
            byte[] hash = Sha256.of((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {(byte) type}, publicKey)
                    .bytes();
            return java.util.Arrays.copyOf(hash, 4);
        }
    }

    static List<Question> questions() {
        List<Question> questions = new ArrayList<>();
        for (String name : List.of("UA-w", "GB-w", "witness.example/w1")) {
            for (long size : new long[] {1, 6, 20_852_163, Long.MAX_VALUE}) {
                questions.add(new Question(
                        name,
                        1_772_346_120L + size % 7,
                        size,
                        Sha256.of(Long.toString(size).getBytes(StandardCharsets.US_ASCII))));
            }
        }
        questions.add(new Question("UA-w", 1, 0, Sha256.of()));
        questions.add(new Question("UA-w", 253_402_300_799L, 6, Sha256.of(new byte[] {6})));
        return questions;
    }

    static String text() {
        KnownAnswers answers = new KnownAnswers();
        questions().forEach(answers::block);
        return answers.text.toString();
    }

    private void block(Question q) {
        LogSigningKey key = q.key();
        text.append('\n');
        line("cosigner", "\"" + q.name + "\"");
        line("time", Long.toString(q.timeS));
        line("checkpoint", "\"" + q.checkpoint().replace("\n", "\\n") + "\"");
        half(q, 0x04, q.seed("ed25519"), key.publicKey().ed25519(), q.timedText(), key.signEd25519(q.timedText()));
        half(q, 0x06, q.seed("ml-dsa"), key.publicKey().mlDsa44(), q.subtree(), key.signMlDsa44(q.subtree()));
    }

    private void half(Question q, int type, Sha256 seed, byte[] publicKey, byte[] statement, byte[] signature) {
        String prefix = "0x0" + type + " ";
        line(prefix + "seed", seed.hex());
        line(prefix + "public key", publicKey);
        line(prefix + "statement", statement);
        line(prefix + "key id", q.keyId(type, publicKey));
        line(
                prefix + "payload",
                ByteBuffer.allocate(12 + signature.length)
                        .put(q.keyId(type, publicKey))
                        .putLong(q.timeS)
                        .put(signature)
                        .array());
    }

    private void line(String name, byte[] value) {
        line(name, HexFormat.of().formatHex(value));
    }

    private void line(String name, String value) {
        text.append(name).append(" = ").append(value).append('\n');
    }
}
