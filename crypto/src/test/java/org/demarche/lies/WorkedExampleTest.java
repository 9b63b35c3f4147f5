package org.demarche.lies;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.demarche.checkpoint.NoteKey;
import org.demarche.checkpoint.NoteKeyType;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Possession;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.escalation.Ledger;
import org.demarche.escalation.MemoryRegister;
import org.demarche.escalation.UnverifiedEntry;
import org.demarche.hash.Sha256;
import org.demarche.key.LogPublicKey;
import org.demarche.key.PublicKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.merkle.Merkle;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.SignedNotice;
import org.demarche.refusal.RefusedException;
import org.junit.jupiter.api.Test;

/**
 * Every value of the worked example in PROTOCOL.md, computed anew from the seeds: its blocks consist of lines {@code name = value}, where hexadecimal may run over
 * indented lines, each with a remark behind a semicolon.
 */
class WorkedExampleTest {
    private static final Path PROTOCOL = Path.of("PROTOCOL.md");
    private static final HexFormat HEX = HexFormat.of();
    private static final int LAST = 5;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Tale tale = Tale.plain();
    private final LieLog log = tale.log();

    @Test
    void text_everyValue_isWhatTheKeysAndTheCharterGive() throws IOException, RefusedException {
        keys();
        charter();
        notice();
        entries();
        tree();
        checkpoint();
        state();
        assertThat(stated()).containsExactlyInAnyOrderEntriesOf(values);
    }

    @Test
    void file_ofTheExample_holdsTheseEntriesAndThisCheckpoint() throws IOException {
        EvidenceBundle bundle = LieLog.parse(
                EvidenceBundle.getDefaultInstance(),
                Files.readAllBytes(LieFilesTest.FOLDER.resolve("honest-tier-1.evidence")));
        assertThat(bundle.getGovernanceList()).isEqualTo(List.of(log.proven(0, LAST + 1), log.proven(1, LAST + 1)));
        assertThat(bundle.getEntriesList()).hasSize(LAST - 1).endsWith(log.proven(LAST, LAST + 1));
        assertThat(bundle.getCheckpoint().toByteArray()).isEqualTo(log.checkpoint(LAST + 1));
    }

    private void keys() {
        for (String name : List.of("UA/root", "UA/watch", "log")) {
            put(name + " ed25519 seed", LieKeys.seed(name, "ed25519"));
            put(name + " ml-dsa seed", LieKeys.seed(name, "ml-dsa"));
        }
        for (String name : List.of("UA/root", "UA/watch")) {
            PublicKey key = LieKeys.party(name).publicKey();
            put(name + " ed25519", key.ed25519());
            put(name + " sha256(ml-dsa-65)", Sha256.of(key.mlDsa65()));
            put(name + " key id", key.id());
        }
        LogPublicKey key = LieKeys.log("log").publicKey();
        put("log ed25519", key.ed25519());
        put("log sha256(ed25519)", key.ed25519Id());
        put("log sha256(ml-dsa-44)", key.mlDsa44Id());
    }

    private void charter() {
        Sha256 charter = LieCharter.plain().hash();
        put("charter", charter);
        EnrolledKey proven = Possession.prove(LieKeys.party("UA/watch"), "UA", charter);
        byte[] body = concat(
                charter.bytes(),
                LieKeys.party("UA/watch").publicKey().id().bytes(),
                "UA".getBytes(StandardCharsets.US_ASCII));
        put("possession", body);
        put("sha256(possession PAE)", Sha256.of(Pae.encode("application/vnd.demarche.possession.v1", body)));
        put("possession ed25519", proven.getProofEd25519().toByteArray());
        put("sha256(possession ml-dsa-65)", Sha256.of(proven.getProofMlDsa65().toByteArray()));
    }

    private void notice() {
        SignedNotice signed = log.entry(LAST).getNotice();
        byte[] notice = signed.getNotice().toByteArray();
        put("notice", notice);
        byte[] pae = Pae.encode(UnverifiedNotice.TYPE, notice);
        put(
                "PAE before the notice",
                '"' + new String(pae, 0, pae.length - notice.length, StandardCharsets.US_ASCII) + '"');
        put("sha256(PAE)", Sha256.of(pae));
        put("notice id", Sha256.of(notice));
        put("notice ed25519", signed.getEd25519().toByteArray());
        put("sha256(notice ml-dsa-65)", Sha256.of(signed.getMlDsa65().toByteArray()));
    }

    private void entries() {
        byte[] entry = Strict.encode(log.entry(LAST));
        ByteString notice = log.entry(LAST).getNotice().getNotice();
        int at = new String(entry, StandardCharsets.ISO_8859_1).indexOf(notice.toString(StandardCharsets.ISO_8859_1));
        put("entry 5 before the notice", Arrays.copyOf(entry, at));
        put("entry 5 bytes", Integer.toString(entry.length));
        for (int i = 0; i <= LAST; i++) {
            put("leaf " + i, Merkle.leaf(Strict.encode(log.entry(i))));
        }
        put("incident", log.id(tale.report()));
        put("proposal", log.id(tale.proposal()));
    }

    private void tree() {
        for (int size : new int[] {1, LAST, LAST + 1}) {
            put("root of " + size, Sha256.copyOf(log.anchor(size).getRoot()));
        }
        put("inclusion of 5 in 6", joined(log.proven(LAST, LAST + 1).getInclusionList()));
        put("consistency from 5 to 6", joined(log.consistency(LAST, LAST + 1)));
    }

    private void checkpoint() {
        String note = ProofLies.text(log.checkpoint(LAST + 1));
        String text = note.substring(0, note.indexOf("\n\n") + 1);
        List<String> lines = note.substring(text.length() + 1).lines().toList();
        put("checkpoint text", '"' + text.replace("\n", "\\n") + '"');
        put("checkpoint line 1", lines.get(0));
        LogPublicKey key = LieKeys.log("log").publicKey();
        put("log 0x01 note key id", noteKeyId(NoteKeyType.ED25519, key.ed25519()));
        put("log 0x06 note key id", noteKeyId(NoteKeyType.ML_DSA_44, key.mlDsa44()));
        byte[] origin = LieLog.ORIGIN.getBytes(StandardCharsets.US_ASCII);
        byte[] named = concat(new byte[] {(byte) origin.length}, origin);
        long seconds = log.entry(LAST).getAcceptedAtMs() / 1000;
        put(
                "subtree statement",
                concat(
                        "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII),
                        named,
                        u64(seconds),
                        named,
                        u64(0),
                        u64(LAST + 1),
                        log.anchor(LAST + 1).getRoot().toByteArray()));
        put("sha256(checkpoint line 2)", Sha256.of((lines.get(1) + "\n").getBytes(StandardCharsets.UTF_8)));
        put("sha256(checkpoint)", Sha256.of(log.checkpoint(LAST + 1)));
        assertThat(lines).hasSize(2);
    }

    private void state() throws RefusedException {
        SignatureVerifier verifier = SignatureVerifier.bouncyCastle();
        Ledger.Batch batch = Ledger.empty().batch(new MemoryRegister(), verifier);
        for (int i = 0; i <= LAST; i++) {
            UnverifiedEntry entry = UnverifiedEntry.parse(Strict.encode(log.entry(i)));
            assertThat(batch.replay(i == 0 ? entry.fromOwnStore() : entry.verify(batch.governance(), verifier)))
                    .isEmpty();
        }
        put("state", Strict.encode(batch.incident(tale.incident()).orElseThrow().state()));
    }

    /** What the text states, by name. */
    private static Map<String, String> stated() throws IOException {
        String text = Files.readString(PROTOCOL);
        String section = text.substring(text.indexOf("\n## 11. "));
        Map<String, String> stated = new LinkedHashMap<>();
        String name = "";
        boolean block = false;
        for (String line : section.lines().toList()) {
            if (line.startsWith("```")) {
                block = !block;
            } else if (block && line.startsWith(" ")) {
                stated.merge(name, line.split(";")[0].replace(" ", ""), String::concat);
            } else if (block && !line.isEmpty()) {
                String[] parts = line.split(" += ?", 2);
                name = parts[0];
                assertThat(stated.put(name, parts[1]))
                        .as("stated twice: " + name)
                        .isNull();
            }
        }
        return stated;
    }

    private static byte[] noteKeyId(NoteKeyType type, byte[] key) {
        return ByteBuffer.allocate(4)
                .putInt(new NoteKey(LieLog.ORIGIN, type, ByteString.copyFrom(key)).id())
                .array();
    }

    private static String joined(List<ByteString> hashes) {
        return hashes.stream().map(h -> HEX.formatHex(h.toByteArray())).collect(Collectors.joining());
    }

    private static byte[] u64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private void put(String name, Sha256 hash) {
        put(name, hash.hex());
    }

    private void put(String name, byte[] bytes) {
        put(name, HEX.formatHex(bytes));
    }

    private void put(String name, String value) {
        assertThat(values.put(name, value)).isNull();
    }
}
