package org.demarche.lies;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.demarche.envelope.Pae;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.key.HybridSignature;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.proto.v1.LogEntry;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.SignedNotice;

/** What step 1 must see: files in another form than the one that there is, on every layer, and what nobody asked for. */
final class FormLies {
    private static final UnknownFieldSet FIELD_99 = UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private FormLies() {}

    static void tell(Lies lies) {
        lies.about(LieCharter.plain(), "notice");
        ofTheFile(lies);
        ofLists(lies);
        ofNotes(lies);
        ofEntries(lies);
    }

    private static void ofTheFile(Lies lies) {
        outsider(
                lies,
                "version-of-the-future",
                11,
                "the version says 2",
                "a version that this program does not know",
                b -> b.setVersion(2));
        outsider(
                lies,
                "format-of-another-kind",
                10,
                "the format says something else",
                "the file does not begin as a bundle does",
                b -> b.setFormat("demarche-evidencf"));
        bytes(
                lies,
                "version-not-minimal",
                "the version 1 is written in two bytes",
                "the version must be a number of one byte",
                f -> {
                    byte[] longer = new byte[f.length + 1];
                    System.arraycopy(f, 0, longer, 0, 20);
                    longer[20] = (byte) 0x81;
                    System.arraycopy(f, 21, longer, 22, f.length - 21);
                    return longer;
                });
        bytes(
                lies,
                "file-cut-in-the-middle",
                "the second half is missing",
                "a list that ends early",
                f -> Arrays.copyOf(f, f.length / 2));
        bytes(
                lies,
                "byte-appended",
                "a zero stands at the end",
                "not the strict encoding",
                f -> Arrays.copyOf(f, f.length + 1));
        bytes(
                lies,
                "field-twice",
                "the checkpoint stands twice",
                "not the strict encoding: the last one would win",
                f -> joined(f, part(b -> b.setCheckpoint(read(f).getCheckpoint()))));
        bytes(lies, "fields-out-of-order", "the checkpoint stands behind the anchors", "not the strict encoding", f -> {
            EvidenceBundle bundle = read(f);
            return joined(
                    bundle.toBuilder().clearCheckpoint().build().toByteArray(),
                    part(b -> b.setCheckpoint(bundle.getCheckpoint())));
        });
        bytes(
                lies,
                "unknown-field",
                "the bundle has a field 99",
                "unknown fields could say anything",
                f -> read(f).toBuilder().setUnknownFields(FIELD_99).build().toByteArray());
        bytes(
                lies,
                "unknown-field-nested-deep",
                "a field 99 is nested a thousand deep",
                "refused before anything is built, without a crash",
                f -> joined(f, groups(1_000)));
    }

    private static void ofLists(Lies lies) {
        outsider(
                lies,
                "no-entries",
                10,
                "there is no entry to prove",
                "there is nothing to prove",
                EvidenceBundle.Builder::clearEntries);
        outsider(
                lies,
                "no-governance",
                10,
                "the governance chain is empty",
                "there is no charter",
                EvidenceBundle.Builder::clearGovernance);
        outsider(
                lies,
                "no-checkpoint",
                10,
                "the checkpoint is empty",
                "there is no head",
                EvidenceBundle.Builder::clearCheckpoint);
        outsider(
                lies,
                "hash-too-short",
                10,
                "a hash of an inclusion proof has 31 bytes",
                "hashes have 32",
                b -> b.getEntriesBuilder(0)
                        .setInclusion(0, b.getEntries(0).getInclusion(0).substring(1)));
        outsider(lies, "proof-oversized", 10, "an inclusion proof has 64 hashes", "no tree is that high", b -> {
            while (b.getEntries(0).getInclusionCount() < 64) {
                b.getEntriesBuilder(0).addInclusion(b.getEntries(0).getInclusion(0));
            }
        });
        outsider(
                lies,
                "charter-superfluous",
                10,
                "a charter text lies beside that no assent names",
                "a bundle brings nothing that it does not need",
                b -> b.addCharters(ByteString.copyFromUtf8("title = \"Mine\"")));
        outsider(
                lies,
                "timestamp-without-an-anchor",
                10,
                "a time-stamp lies beside, but no certificate to which it leads",
                "there are as many of these as of those",
                b -> b.addTimestamps(ByteString.copyFromUtf8("token")));
    }

    private static void ofNotes(Lies lies) {
        note(
                lies,
                "checkpoint-with-another-line",
                "the checkpoint has a fourth line",
                t -> t.replaceFirst("\n\n", "\nmore\n\n"));
        note(
                lies,
                "checkpoint-size-not-canonical",
                "the checkpoint's size is written with a zero in front",
                t -> t.replaceFirst("\n(\\d+)\n", "\n0$1\n"));
        note(
                lies,
                "checkpoint-with-other-line-ends",
                "the checkpoint's lines end in CR LF",
                t -> t.replace("\n", "\r\n"));
        note(
                lies,
                "checkpoint-signature-twice",
                "a signature line stands twice",
                t -> t + t.substring(t.lastIndexOf("\n\u2014") + 1));
    }

    private static void ofEntries(Lies lies) {
        entry(
                lies,
                "entry-with-an-unknown-field",
                "the hub wrote a field 99 into an entry",
                e -> e.toBuilder().setUnknownFields(FIELD_99).build().toByteArray());
        entry(lies, "entry-with-a-default-value", "the hub wrote an empty incident_previous into an entry", e -> {
            byte[] bytes = e.toByteArray();
            int at = LogEntry.newBuilder()
                    .setIndex(e.getIndex())
                    .setAcceptedAtMs(e.getAcceptedAtMs())
                    .build()
                    .getSerializedSize();
            return joined(Arrays.copyOf(bytes, at), new byte[] {0x1a, 0}, Arrays.copyOfRange(bytes, at, bytes.length));
        });
        entry(
                lies,
                "entry-with-two-contents",
                "the hub put a time mark before the notice",
                e -> joined(
                        LogEntry.newBuilder()
                                .setTimeMark(org.demarche.proto.v1.TimeMark.newBuilder()
                                        .setIncident(e.getGovernance()))
                                .build()
                                .toByteArray(),
                        e.toByteArray()));
        notice(
                lies,
                "notice-with-an-unknown-field",
                "UA signed a field 99",
                n -> n.toBuilder().setUnknownFields(FIELD_99).build().toByteArray());
        notice(
                lies,
                "notice-of-an-unknown-kind",
                "UA signed a body that this program does not know",
                n -> n.toBuilder()
                        .clearBody()
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .addField(
                                        40,
                                        UnknownFieldSet.Field.newBuilder()
                                                .addLengthDelimited(ByteString.copyFromUtf8("more"))
                                                .build())
                                .build())
                        .build()
                        .toByteArray());
        notice(
                lies,
                "notice-with-two-bodies",
                "UA signed two bodies",
                n -> joined(n.toByteArray(), Says.report().build().toByteArray()));
        notice(
                lies,
                "notice-of-another-suite",
                "UA signed under a suite that there is not",
                n -> n.toBuilder().setSuite("ed25519").build().toByteArray());
    }

    // How they are told

    private static void outsider(
            Lies lies,
            String name,
            int exit,
            String what,
            String why,
            java.util.function.Consumer<EvidenceBundle.Builder> change) {
        lies.tell(name, Liar.OUTSIDER, exit, 1, what, why, () -> {
            EvidenceBundle.Builder bundle = HonestTales.assented().ofNotice(1);
            change.accept(bundle);
            return bundle;
        });
    }

    private static void bytes(Lies lies, String name, String what, String why, UnaryOperator<byte[]> change) {
        lies.raw(
                name,
                Liar.OUTSIDER,
                10,
                1,
                what,
                why,
                () -> change.apply(
                        Strict.encode(HonestTales.assented().ofNotice(1).build())));
    }

    private static void note(Lies lies, String name, String what, UnaryOperator<String> change) {
        outsider(
                lies,
                name,
                10,
                what,
                "a note is written in one way only",
                b -> b.setCheckpoint(
                        ByteString.copyFromUtf8(change.apply(b.getCheckpoint().toStringUtf8()))));
    }

    private static void entry(
            Lies lies, String name, String what, java.util.function.Function<LogEntry, byte[]> encoding) {
        lies.tell(name, Liar.HUB, 10, 1, what + ", hashed and signed it", "an entry is written in one way only", () -> {
            LieLog honest = Tale.adopted(LieCharter.plain());
            LieLog log = Tale.adopted(LieCharter.plain());
            LogEntry entry = honest.entry(honest.say("UA/watch", Says.message("Good morning")));
            return log.ofNotice(log.append(encoding.apply(entry), entry, false));
        });
    }

    private static void notice(
            Lies lies, String name, String what, java.util.function.Function<Notice, byte[]> encoding) {
        lies.tell(
                name,
                Liar.HUB_AND_PARTY,
                10,
                1,
                what + ", and the hub took it",
                "a notice is written in one way only, and nothing is guessed",
                () -> {
                    LieLog log = Tale.adopted(LieCharter.plain());
                    Notice honest =
                            log.filled("UA/watch", Says.message("Good morning")).build();
                    byte[] body = encoding.apply(honest);
                    HybridSignature signature = LieKeys.party("UA/watch").sign(Pae.encode(UnverifiedNotice.TYPE, body));
                    return log.ofNotice(log.take(SignedNotice.newBuilder()
                            .setNotice(ByteString.copyFrom(body))
                            .setKeyId(LieKeys.party("UA/watch").publicKey().id().byteString())
                            .setEd25519(ByteString.copyFrom(signature.ed25519()))
                            .setMlDsa65(ByteString.copyFrom(signature.mlDsa65()))
                            .build()));
                });
    }

    private static EvidenceBundle read(byte[] file) {
        return LieLog.parse(EvidenceBundle.getDefaultInstance(), file);
    }

    private static byte[] part(UnaryOperator<EvidenceBundle.Builder> fields) {
        return fields.apply(EvidenceBundle.newBuilder()).build().toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] groups(int depth) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            for (int i = 0; i < depth; i++) {
                out.writeTag(99, com.google.protobuf.WireFormat.WIRETYPE_START_GROUP);
            }
            for (int i = 0; i < depth; i++) {
                out.writeTag(99, com.google.protobuf.WireFormat.WIRETYPE_END_GROUP);
            }
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
