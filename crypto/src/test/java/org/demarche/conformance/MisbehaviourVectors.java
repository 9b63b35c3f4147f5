package org.demarche.conformance;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.function.Consumer;
import org.demarche.envelope.Strict;
import org.demarche.lies.CaughtLie;
import org.demarche.lies.CaughtLies;
import org.demarche.lies.LieLog;
import org.demarche.proto.v1.MisbehaviourFile;

/** Every file of the folder {@code misbehaviour}, whether it convicts or only looks like it; and such as have another form. */
final class MisbehaviourVectors {
    private static final String VERIFY = "misbehaviour/verify";
    private static final int UNREADABLE = 10;
    private static final int SIGNATURE = 12;
    private static final int NOT_INCLUDED = 14;

    private final Vectors vectors;

    private MisbehaviourVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        MisbehaviourVectors told = new MisbehaviourVectors(vectors);
        CaughtLies.all().forEach(told::file);
        told.bytes();
        told.form();
        told.trust();
    }

    private void file(CaughtLie lie) {
        String about = Character.toUpperCase(lie.what().charAt(0)) + lie.what().substring(1);
        if (lie.convicts()) {
            vectors.accept(VERIFY, lie.name(), about, given(lie, lie.file().get()), lie.exit());
        } else {
            vectors.refuse(VERIFY, lie.name(), about, given(lie, lie.file().get()), lie.exit());
        }
    }

    private static CaughtLie named(String name) {
        return CaughtLies.all().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Given given(CaughtLie lie, byte[] file) {
        return new Given().bytes("file", file).hash("charter", lie.trusted().hash());
    }

    private void bytes() {
        CaughtLie lie = named("two-heads-of-one-size");
        byte[] file = lie.file().get();
        raw("byte-appended", "A zero stands behind it", lie, Arrays.copyOf(file, file.length + 1));
        raw("file-cut-in-the-middle", "The second half is missing", lie, Arrays.copyOf(file, file.length / 2));
        raw("no-byte", "There is nothing", lie, new byte[0]);
        byte[] other = file.clone();
        other[2] ^= 1;
        raw("format-of-another-kind", "The format says something else", lie, other);
        byte[] field = Arrays.copyOf(file, file.length + 3);
        field[file.length] = (byte) 0x98;
        field[file.length + 1] = 6;
        field[file.length + 2] = 1;
        raw("unknown-field", "The file has a field 99", lie, field);
    }

    private void raw(String mutation, String about, CaughtLie lie, byte[] file) {
        vectors.refuse(VERIFY, mutation, about, given(lie, file), UNREADABLE);
    }

    private void form() {
        String split = "two-heads-of-one-size";
        changed(
                "governance-left-out",
                "It begins with nothing",
                split,
                UNREADABLE,
                MisbehaviourFile.Builder::clearGovernance);
        changed(
                "governance-without-its-genesis",
                "It begins with entry 1",
                split,
                UNREADABLE,
                f -> f.removeGovernance(0));
        changed(
                "governance-twice",
                "Entry 0 stands twice",
                split,
                UNREADABLE,
                f -> f.addGovernance(0, f.getGovernance(0)));
        changed(
                "checkpoint-left-out",
                "The file has no head",
                split,
                UNREADABLE,
                MisbehaviourFile.Builder::clearCheckpoint);
        changed(
                "entries-beside-two-heads",
                "Two heads need no entry",
                split,
                UNREADABLE,
                f -> f.addEntries(f.getGovernance(0)));
        changed(
                "whole-log-beside-two-heads",
                "Two heads need no whole log",
                split,
                UNREADABLE,
                f -> f.addLog(f.getGovernance(0).getEntry()).clearGovernance());
        changed(
                "other-head-left-out",
                "There is nothing that differs",
                split,
                UNREADABLE,
                f -> f.getSplitHistoryBuilder().clearOther());
        changed(
                "difference-left-out",
                "It does not say where they differ",
                split,
                UNREADABLE,
                f -> f.getSplitHistoryBuilder().clearDifference());
        changed(
                "root-of-31-bytes",
                "Hashes have 32 bytes",
                split,
                UNREADABLE,
                f -> f.getSplitHistoryBuilder()
                        .getBeginningBuilder()
                        .setRoot(f.getSplitHistory().getBeginning().getRoot().substring(1)));
        changed(
                "leaf-hash-of-31-bytes",
                "Leaves are whole hashes",
                "incident-pointer-to-nothing",
                UNREADABLE,
                f -> f.getBrokenChainBuilder()
                        .setLeaves(f.getBrokenChain().getLeaves().substring(1)));
        changed(
                "entries-left-out",
                "No entry is accused",
                "date-before-an-earlier-entry",
                UNREADABLE,
                MisbehaviourFile.Builder::clearEntries);
        changed(
                "checkpoint-beside-a-refusal",
                "The refusal names the head itself",
                "refusal-for-another-reason",
                UNREADABLE,
                f -> f.setCheckpoint(head(split)));
        changed(
                "checkpoint-beside-a-state",
                "The state names the head itself",
                "state-without-an-activation",
                UNREADABLE,
                f -> f.setCheckpoint(head(split)));
        changed(
                "whole-log-beside-chains",
                "Either all entries or chains",
                "entry-that-the-rules-refuse",
                UNREADABLE,
                f -> f.addLog(f.getGovernance(0).getEntry()));
        changed(
                "whole-log-without-its-genesis",
                "A whole log begins with entry 0",
                "entry-that-the-rules-refuse-by-the-whole-log",
                UNREADABLE,
                f -> f.setLog(0, f.getLog(1)));
    }

    private static ByteString head(String name) {
        return parse(named(name).file().get()).getCheckpoint();
    }

    private void trust() {
        String split = "two-heads-of-one-size";
        String date = "date-before-an-earlier-entry";
        changed(
                "log-keys-left-out",
                "The log's signatures can't be checked",
                split,
                SIGNATURE,
                MisbehaviourFile.Builder::clearLogKeys);
        changed(
                "head-without-ml-dsa",
                "One half of the log's signature is missing",
                split,
                SIGNATURE,
                f -> f.setCheckpoint(withoutItsLastLine(f.getCheckpoint())));
        changed(
                "other-head-without-ml-dsa",
                "One half of the log's signature is missing",
                split,
                SIGNATURE,
                f -> f.getSplitHistoryBuilder()
                        .setCheckpoint(withoutItsLastLine(f.getSplitHistory().getCheckpoint())));
        changed(
                "inclusion-hash-changed",
                "An audit path does not lead to the head",
                date,
                NOT_INCLUDED,
                f -> f.getEntriesBuilder(0).setInclusion(0, ByteString.copyFrom(new byte[32])));
        changed(
                "earlier-entry-left-out",
                "The entry alone contradicts nothing",
                date,
                NOT_INCLUDED,
                f -> f.removeEntries(0));
        changed(
                "last-entry-of-the-whole-log-left-out",
                "The root over the entries is not the head's",
                "entry-that-the-rules-refuse-by-the-whole-log",
                NOT_INCLUDED,
                f -> {
                    java.util.List<ByteString> log = new java.util.ArrayList<>(f.getLogList());
                    log.remove(log.size() - 1);
                    f.clearLog().addAllLog(log);
                });
        changed(
                "assent-left-out",
                "Who governs is not all there, and the log's next word is of nobody",
                "refusal-for-another-reason",
                NOT_INCLUDED,
                f -> f.removeGovernance(1));
        changed(
                "same-head-twice",
                "The other head is the file's own",
                split,
                NOT_INCLUDED,
                f -> f.getSplitHistoryBuilder().setCheckpoint(f.getCheckpoint()));
    }

    private static ByteString withoutItsLastLine(ByteString note) {
        String text = note.toStringUtf8();
        return ByteString.copyFromUtf8(text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1));
    }

    private static MisbehaviourFile parse(byte[] file) {
        return LieLog.parse(MisbehaviourFile.getDefaultInstance(), file);
    }

    private void changed(
            String mutation, String about, String of, int code, Consumer<MisbehaviourFile.Builder> change) {
        CaughtLie lie = named(of);
        MisbehaviourFile.Builder file = parse(lie.file().get()).toBuilder();
        change.accept(file);
        vectors.refuse(VERIFY, mutation, about, given(lie, Strict.encode(file.build())), code);
    }
}
