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
import org.demarche.key.LogPublicKey;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogKeys;
import org.demarche.proto.v1.WitnessedHead;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;

/**
 * The heads with the word of witnesses and time authorities that desks keep beside the entries: the newest witnessed one in the file {@code witnessed} of a copy, and those in
 * evidence bundles. A file that cannot be read is passed over, and told of: entries can be restored without it.
 */
public final class HeldHeads {
    private static final String BUNDLES = ".evidence";
    private static final int LARGEST_BUNDLE_BYTES = 67_108_864;
    private static final int LARGEST_HEAD_BYTES = 524_288;

    private final Consumer<String> passedOver;
    private final List<HeldHead> heads = new ArrayList<>();

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
     * Adds what bundles hold.
     *
     * @param path a bundle, or a folder in which all files that end in {@code .evidence} are
     * @throws HubException if there is no such thing
     */
    public HeldHeads evidence(Path path) throws HubException {
        if (!Files.isDirectory(path)) {
            bundle(path);
            return this;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path file : inside.filter(p -> p.toString().endsWith(BUNDLES) && Files.isRegularFile(p))
                    .sorted()
                    .toList()) {
                bundle(file);
            }
            return this;
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** All of them, in the order in which they were read. */
    List<HeldHead> all() {
        return List.copyOf(heads);
    }

    /** Where to say that one is of no use. */
    void passOver(HeldHead head, String why) {
        passedOver.accept(head.file() + " was passed over: " + why);
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

    private void bundle(Path file) throws HubException {
        try {
            EvidenceBundle bundle = EvidenceBundle.parseFrom(
                    ArchivedBundle.parse(read(file, LARGEST_BUNDLE_BYTES)).core());
            List<LogPublicKey> witnesses = keys(bundle.getWitnessKeysList());
            heads.add(new HeldHead(file, bundle.getCheckpoint(), witnesses, tokens(bundle)));
            bundle.getClockStartsList()
                    .forEach(start -> heads.add(new HeldHead(file, start.getCheckpoint(), witnesses, List.of())));
        } catch (RefusedException e) {
            passedOver.accept(file + " was passed over: not an evidence bundle: "
                    + e.refusal().sentence());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a bundle that was parsed cannot be parsed", e);
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
            throw new HubException(file + " does not exist: give an evidence bundle, or a folder of them");
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
