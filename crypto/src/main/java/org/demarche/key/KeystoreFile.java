package org.demarche.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a keystore file. Exactly one text has given contents: what does not print as it was read is refused.
 *
 * @param kind what is inside: {@code signing} or {@code log}
 * @param keys fingerprints of the public halves, as the charter writes them
 * @param kdf how the passphrase becomes a key
 * @param nonce 12 bytes
 * @param sealed ciphertext and tag
 */
record KeystoreFile(String kind, String keys, Kdf kdf, byte[] nonce, byte[] sealed) {
    static final int SALT_LENGTH = 16;
    static final int NONCE_LENGTH = 12;

    private static final int MAX_LENGTH = 4096;
    private static final int BASE64_COLUMNS = 64;
    private static final Pattern TEXT = Pattern.compile("demarche-keystore ([0-9]{1,4})\n"
            + "kind: ([a-z]{1,16})\n"
            + "key: ([a-z0-9: ]{1,200})\n"
            + "kdf: argon2id m=([1-9][0-9]{0,6}) t=([1-9][0-9]{0,2}) p=([1-9][0-9]{0,2}) salt=([A-Za-z0-9+/=]{24})\n"
            + "cipher: aes-256-gcm nonce=([A-Za-z0-9+/=]{16})\n"
            + "\n"
            + "([A-Za-z0-9+/=\n]{1,2048})\n");

    /**
     * Argon2id (RFC 9106).
     *
     * @param memoryKib memory in KiB
     * @param passes passes over it
     * @param lanes lanes
     * @param salt 16 bytes
     */
    record Kdf(int memoryKib, int passes, int lanes, byte[] salt) {
        static final int MAX_MEMORY_KIB = 256 * 1024;
        static final int MAX_PASSES = 16;
        static final int MAX_LANES = 8;

        /** Whether the work is possible and bounded, so that no file can exhaust the machine that reads it. */
        boolean acceptable() {
            return memoryKib >= 8 * lanes && memoryKib <= MAX_MEMORY_KIB && passes <= MAX_PASSES && lanes <= MAX_LANES;
        }
    }

    /** Everything before the ciphertext: authenticated with it. */
    byte[] header() {
        Base64.Encoder base64 = Base64.getEncoder();
        return ("demarche-keystore 1\n"
                        + "kind: " + kind + "\n"
                        + "key: " + keys + "\n"
                        + "kdf: argon2id m=" + kdf.memoryKib() + " t=" + kdf.passes() + " p=" + kdf.lanes() + " salt="
                        + base64.encodeToString(kdf.salt()) + "\n"
                        + "cipher: aes-256-gcm nonce=" + base64.encodeToString(nonce) + "\n"
                        + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] print() {
        byte[] header = header();
        byte[] body = Base64.getMimeEncoder(BASE64_COLUMNS, new byte[] {'\n'}).encode(sealed);
        byte[] file = Arrays.copyOf(header, header.length + body.length + 1);
        System.arraycopy(body, 0, file, header.length, body.length);
        file[file.length - 1] = '\n';
        return file;
    }

    static KeystoreFile parse(byte[] file) throws KeystoreException {
        if (file.length > MAX_LENGTH) {
            throw new KeystoreException("keystore: " + file.length + " bytes (expected: at most " + MAX_LENGTH
                    + "); this is not a keystore file");
        }
        Matcher text = TEXT.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            throw new KeystoreException(
                    "keystore: not a keystore file, or damaged (expected first line: demarche-keystore 1)");
        }
        if (!text.group(1).equals("1")) {
            throw new KeystoreException("keystore: version " + text.group(1)
                    + " (expected: 1); it was made by a newer program, use that one");
        }
        KeystoreFile parsed = read(text);
        if (!Arrays.equals(parsed.print(), file)) {
            throw new KeystoreException(
                    "keystore: damaged, it is not written as this program writes it; restore it from a copy");
        }
        if (!parsed.kdf().acceptable()) {
            throw new KeystoreException("keystore: m=" + parsed.kdf().memoryKib() + " t="
                    + parsed.kdf().passes() + " p=" + parsed.kdf().lanes() + " (expected: at most m="
                    + Kdf.MAX_MEMORY_KIB + " t=" + Kdf.MAX_PASSES + " p=" + Kdf.MAX_LANES + ", and m >= 8p)");
        }
        return parsed;
    }

    private static KeystoreFile read(Matcher text) throws KeystoreException {
        try {
            Base64.Decoder base64 = Base64.getDecoder();
            Kdf kdf = new Kdf(
                    Integer.parseInt(text.group(4)),
                    Integer.parseInt(text.group(5)),
                    Integer.parseInt(text.group(6)),
                    base64.decode(text.group(7)));
            return new KeystoreFile(
                    text.group(2),
                    text.group(3),
                    kdf,
                    base64.decode(text.group(8)),
                    base64.decode(text.group(9).replace("\n", "")));
        } catch (IllegalArgumentException e) {
            throw new KeystoreException("keystore: damaged, its base64 cannot be read; restore it from a copy");
        }
    }
}
