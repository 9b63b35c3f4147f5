package org.demarche.server.carry;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.demarche.evidence.ArchivedBundle;
import org.demarche.evidence.Verification;
import org.demarche.key.LogPublicKey;
import org.demarche.misbehaviour.LogWord;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;

/**
 * The heads with the word of witnesses and time authorities that desks keep beside the entries: the newest witnessed one in the file {@code witnessed} of a copy, and those in
 * evidence bundles; and what a log has signed besides, in misbehaviour files. A file that cannot be read is passed over, and told of: entries can be restored without it.
 */
public final class HeldHeads {
    private static final String BUNDLES = ".evidence";
    private static final String MISBEHAVIOUR = ".misbehaviour";
    private static final int LARGEST_BUNDLE_BYTES = 67_108_864;
    private static final int LARGEST_HEAD_BYTES = 524_288;

    private final Consumer<String> passedOver;
    private final List<HeldHead> heads = new ArrayList<>();
    private final List<Said> words = new ArrayList<>();

    /**
     * What a log has signed, as somebody says in a misbehaviour file.
     *
     * @param file where it was read
     * @param word unverified
     */
    record Said(Path file, LogWord word) {}

    /** @param passedOver is told, in a sentence each, of files that cannot be used */
    public HeldHeads(Consumer<String> passedOver) {
        this.passedOver = passedOver;
    }

    /** Adds what a copy holds. */
    public HeldHeads of(FollowerCopy copy) {
        copy.witnessed().ifPresent(this::witnessed);
        return this;
    }

    /**
     * Adds what evidence bundles and misbehaviour files hold.
     *
     * @param path one of them, or a folder in which all files that end in {@code .evidence} or {@code .misbehaviour} are
     * @throws HubException if there is no such thing
     */
    public HeldHeads evidence(Path path) throws HubException {
        if (!Files.isDirectory(path)) {
            file(path);
            return this;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path file : inside.filter(HeldHeads::isEvidence).sorted().toList()) {
                file(file);
            }
            return this;
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isEvidence(Path file) {
        String name = file.toString();
        return (name.endsWith(BUNDLES) || name.endsWith(MISBEHAVIOUR)) && Files.isRegularFile(file);
    }

    /** Whether a file begins as an evidence bundle or a misbehaviour file does. */
    static boolean recognizes(byte[] file) {
        return Verification.recognizes(file) || MisbehaviourVerification.recognizes(file);
    }

    /** The heads, in the order in which they were read. */
    List<HeldHead> all() {
        return List.copyOf(heads);
    }

    /** What misbehaviour files say that a log has signed. */
    List<Said> words() {
        return List.copyOf(words);
    }

    /** Where to say that something in a file is of no use. */
    void passOver(Path file, String why) {
        passedOver.accept(file + " was passed over: " + why);
    }

    private void witnessed(Path file) {
        try {
            WitnessedHead head = WitnessedHead.parseFrom(read(file, LARGEST_HEAD_BYTES));
            heads.add(new HeldHead(file, head.getCheckpoint(), keys(head.getWitnessKeysList()), List.of()));
        } catch (InvalidProtocolBufferException e) {
            passedOver.accept(file + " was passed over: it is no witnessed head");
        } catch (IOException | HubException e) {
            passedOver.accept(file + " was passed over: it cannot be read: " + e.getMessage());
        }
    }

    private void file(Path file) throws HubException {
        byte[] bytes = bytes(file);
        try {
            if (MisbehaviourVerification.recognizes(bytes)) {
                LogWord.in(bytes).forEach(word -> words.add(new Said(file, word)));
            } else {
                bundle(file, bytes);
            }
        } catch (RefusedException e) {
            passOver(
                    file,
                    (MisbehaviourVerification.recognizes(bytes)
                                    ? "not a misbehaviour file: "
                                    : "not an evidence bundle: ")
                            + e.refusal().sentence());
        }
    }

    private void bundle(Path file, byte[] bytes) throws RefusedException {
        try {
            EvidenceBundle bundle =
                    EvidenceBundle.parseFrom(ArchivedBundle.parse(bytes).core());
            List<LogPublicKey> witnesses = keys(bundle.getWitnessKeysList());
            heads.add(new HeldHead(file, bundle.getCheckpoint(), witnesses, tokens(bundle)));
            bundle.getClockStartsList()
                    .forEach(start -> heads.add(new HeldHead(file, start.getCheckpoint(), witnesses, List.of())));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a bundle that was parsed cannot be parsed", e);
        }
    }

    /** The bytes of a file that may be an evidence bundle or a misbehaviour file. */
    static byte[] bytes(Path file) throws HubException {
        try {
            return read(file, LARGEST_BUNDLE_BYTES);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<HeldHead.Token> tokens(EvidenceBundle bundle) {
        return IntStream.range(0, Math.min(bundle.getTimestampsCount(), bundle.getTimeAnchorsCount()))
                .mapToObj(i -> new HeldHead.Token(bundle.getTimestamps(i), bundle.getTimeAnchors(i)))
                .toList();
    }

    /** One of another length is no key, and what is without a key does not count. */
    private static List<LogPublicKey> keys(List<LogKeys> keys) {
        return keys.stream()
                .filter(k -> k.getEd25519().size() == LogPublicKey.ED25519_LENGTH
                        && k.getMlDsa44().size() == LogPublicKey.ML_DSA_44_LENGTH)
                .map(k -> LogPublicKey.of(
                        k.getEd25519().toByteArray(), k.getMlDsa44().toByteArray()))
                .toList();
    }

    private static byte[] read(Path file, int most) throws IOException, HubException {
        if (!Files.exists(file)) {
            throw new HubException(
                    file
                            + " does not exist: give an evidence bundle, a misbehaviour file, a signed head, or a folder of them");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException("it has more than " + most + " bytes");
            }
            return bytes;
        }
    }
}
