package org.demarche.client.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.demarche.charter.SampleCharter;
import org.demarche.checkpoint.CheckpointSigner;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteKey;
import org.demarche.escalation.Entry;
import org.demarche.escalation.Scene;
import org.demarche.escalation.TestKeys;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A successor charter keeps the log's Ed25519 key and names another ML-DSA-44 key. */
class HalfLogKeyChangeTest {
    private static final String ORIGIN = "hub.exercise.example/ceasefire";
    private static final Instant NOW = Instant.ofEpochMilli(Scene.START);
    private static final LogSigningKey NEXT = LogSigningKey.generate(new SecureRandom());
    private static final CheckpointSigner OLD_LOG = new CheckpointSigner(ORIGIN, TestKeys.log());
    private static final CheckpointSigner NEW_LOG = new CheckpointSigner(ORIGIN, NEXT);

    @TempDir
    Path directory;

    @Test
    void see_headBeyondTheChange_waitsAndIsTakenWhenTheCopyHasComeThere() throws Exception {
        Scene scene = Scene.inForce();
        SampleCharter successor = SampleCharter.actual(name ->
                        name.equals("log/ml-dsa-44") ? NEXT.publicKey().mlDsa44Id() : TestKeys.fingerprint(name))
                .following(scene.charter().hash());
        int before = scene.entries().size();
        Scene.entry(scene.post("UA", successor.text()));
        for (String party : SampleCharter.PARTIES.keySet()) {
            Scene.entry(scene.assent(party, successor.charter()));
        }
        List<byte[]> entries = scene.entries().stream().map(Entry::bytes).toList();
        List<NoteKey> keys =
                Stream.concat(OLD_LOG.keys().stream(), NEW_LOG.keys().stream()).toList();
        Trust trust = new Trust(
                SampleCharter.actual(TestKeys::fingerprint).charter(),
                LogKeys.of(keys),
                SignatureVerifier.bouncyCastle(),
                InstantSource.fixed(NOW));
        byte[] head = halfNew(scene, entries.size());
        try (Replica replica = Replica.open(directory, trust)) {
            replica.accept(
                    0, entries.subList(0, before), OLD_LOG.sign(scene.tree().head(before), NOW));

            assertThat(replica.see(head)).isEmpty();
            assertThat(replica.accept(before, entries.subList(before, entries.size()), head))
                    .hasSize(entries.size() - before);

            assertThat(replica.charter().version()).isEqualTo(2);
            assertThat(replica.see(head)).isPresent();
        }
    }

    /** The head as the pair of old Ed25519 and new ML-DSA-44 key signs it: of either log's note the line that is by that key. */
    private static byte[] halfNew(Scene scene, int size) {
        String old = new String(OLD_LOG.sign(scene.tree().head(size), NOW), StandardCharsets.UTF_8);
        String next = new String(NEW_LOG.sign(scene.tree().head(size), NOW), StandardCharsets.UTF_8);
        int signatures = old.indexOf("\n\n") + 2;
        int ed25519Ends = old.indexOf('\n', signatures) + 1;
        int mlDsaBegins = next.indexOf('\n', signatures) + 1;
        return (old.substring(0, ed25519Ends) + next.substring(mlDsaBegins)).getBytes(StandardCharsets.UTF_8);
    }
}
