package org.demarche.conformance;

import static org.demarche.envelope.WireFields.concat;
import static org.demarche.envelope.WireFields.join;
import static org.demarche.envelope.WireFields.split;
import static org.demarche.envelope.WireFields.varint;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.demarche.envelope.Strict;
import org.demarche.envelope.UnverifiedNotice;
import org.demarche.envelope.WireFields.Field;
import org.demarche.hash.Sha256;
import org.demarche.lies.LieLog;
import org.demarche.lies.Tale;
import org.demarche.proto.v1.CharterAssent;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Pledge;

/** The encoding of what is signed and logged, and the form of a notice. */
final class EnvelopeVectors {
    private static final String PAE = "envelope/pae";
    private static final String NOTICE = "envelope/notice";
    private static final String ENTRY = "envelope/entry";

    private final Vectors vectors;
    private final Tale tale = Tale.plain();
    private final Notice concur = tale.log().notice(tale.last());
    private final Notice report = tale.log().notice(tale.report());

    private EnvelopeVectors(Vectors vectors) {
        this.vectors = vectors;
    }

    static void tell(Vectors vectors) {
        EnvelopeVectors told = new EnvelopeVectors(vectors);
        told.pae();
        told.soundNotices();
        told.encodings();
        told.fields();
        told.form();
        told.entries();
    }

    private void pae() {
        Given empty = new Given().text("type", "").bytes("body", new byte[0]);
        vectors.accept(PAE, "pae-of-nothing", "Type and body are empty", empty);
        vectors.accept(
                PAE,
                "pae-of-a-body-with-spaces",
                "Spaces and line feeds in the body are bytes like others",
                empty.but("type", UnverifiedNotice.TYPE).but("body", "a 1 \n".getBytes(StandardCharsets.US_ASCII)));
        vectors.accept(
                PAE,
                "pae-of-ten-bytes",
                "Lengths are decimal, counted in bytes",
                empty.but("type", "tenletters").but("body", new byte[10]));
    }

    private void soundNotices() {
        vectors.accept(NOTICE, "notice-acknowledgement", "The notice of the worked example", notice(concur));
        vectors.accept(NOTICE, "notice-report", "A violation report, which opens an incident", notice(report));
        vectors.accept(
                NOTICE,
                "notice-report-joining",
                "A report with an incident joins it",
                notice(report.toBuilder().setIncident(concur.getIncident()).build()));
        vectors.accept(
                NOTICE,
                "notice-place-at-the-south-pole",
                "Signed numbers are zigzag; the bounds themselves are taken",
                notice(changed(
                        report,
                        n -> n.getViolationReportBuilder()
                                .setPlace(Place.newBuilder()
                                        .setLatitudeE7(-900_000_000)
                                        .setLongitudeE7(1_800_000_000)))));
        vectors.accept(
                NOTICE,
                "notice-place-of-zeros",
                "A place whose numbers are both zero is present and empty",
                notice(changed(report, n -> n.getViolationReportBuilder().setPlace(Place.getDefaultInstance()))));
        vectors.accept(
                NOTICE,
                "notice-summary-in-ukrainian",
                "Limits of strings count bytes of UTF-8",
                notice(changed(report, n -> n.getViolationReportBuilder().setSummary("Обстріл переправи"))));
        vectors.accept(
                NOTICE,
                "notice-pledge-without-end",
                "until_ms may be absent",
                notice(pledge(Pledge.newBuilder().setFromMs(LieLog.START))));
    }

    /** One way to encode, and no other. */
    private void encodings() {
        byte[] sound = Strict.encode(concur);
        List<Field> fields = fieldsOf(sound);
        raw("field-tag-padded", "The tag of the author takes one byte more than it needs", padded(fields, 2, true));
        raw("field-length-padded", "The length of the author takes one byte more", padded(fields, 2, false));
        raw("number-padded", "issued_at_ms takes one byte more than it needs", padded(fields, 3, false));
        raw("fields-out-of-order", "The author stands before the charter", join(swapped(fields, 1, 2)));
        raw(
                "field-twice",
                "The author stands twice; readers differ in which they take",
                join(with(fields, 2, fields.get(2))));
        raw("unknown-field", "There is a field 99", concat(List.of(sound, varint(99 << 3, 0), new byte[] {1})));
        raw(
                "unknown-field-of-fixed-size",
                "There is a field 13 of 32 bits",
                inserted(fields, new Field(13 << 3 | 5, new byte[4])));
        raw(
                "group-field",
                "There is a group, a form long out of use",
                inserted(fields, new Field(13 << 3 | 3, new byte[] {13 << 3 | 4})));
        raw(
                "default-value-present",
                "The incident stands there, empty",
                join(replaced(fields, 8, new Field(9 << 3 | 2, new byte[] {0}))));
        raw(
                "wire-type-wrong",
                "The precedence is a byte string",
                join(replaced(fields, 7, new Field(8 << 3 | 2, new byte[] {1, 1}))));
        raw("field-number-zero", "There is a field 0", concat(List.of(sound, new byte[] {0, 0})));
        raw("two-bodies", "Behind the acknowledgement stands a message", concat(List.of(sound, body(26, new byte[] {
            18, 1, 65
        }))));
        raw("no-body", "It says nothing", join(fields.subList(0, fields.size() - 1)));
        raw(
                "body-unknown",
                "Its body is a field 35, of a later version",
                concat(List.of(join(fields.subList(0, fields.size() - 1)), body(35, new byte[] {8, 1}))));
        raw("cut-short", "The last byte is missing", java.util.Arrays.copyOf(sound, sound.length - 1));
        raw("byte-appended", "A byte stands at the end", concat(List.of(sound, new byte[] {1})));
        raw("empty", "There are no bytes", new byte[0]);
        raw(
                "varint-of-eleven-bytes",
                "A number does not end within ten bytes",
                join(replaced(fields, 3, new Field(4 << 3, concat(List.of(varint(-1, 1)))))));
        raw("string-not-utf8", "The author is no UTF-8", join(replaced(fields, 2, new Field(3 << 3 | 2, new byte[] {
            2, (byte) 0xc3, 0x28
        }))));
        raw(
                "string-with-a-surrogate",
                "The reservation holds half a surrogate pair in UTF-8",
                join(replaced(fields, fields.size() - 1, new Field(25 << 3 | 2, new byte[] {
                    7, 8, 2, 18, 3, (byte) 0xed, (byte) 0xa0, (byte) 0x80
                }))));
        raw(
                "string-overlong",
                "The reservation holds a slash in two bytes",
                join(replaced(fields, fields.size() - 1, new Field(25 << 3 | 2, new byte[] {
                    6, 8, 2, 18, 2, (byte) 0xc0, (byte) 0xaf
                }))));
        raw(
                "unknown-field-nested",
                "The anchor has a field 3",
                join(replaced(fields, 5, nested(fields.get(5), new byte[] {24, 1}))));
        raw(
                "default-value-nested",
                "The acknowledgement has an empty reservation",
                join(replaced(fields, fields.size() - 1, new Field(25 << 3 | 2, new byte[] {4, 8, 2, 18, 0}))));
        raw(
                "repeated-apart",
                "The references stand on both sides of the body",
                concat(List.of(sound, fields.get(9).encoded())));
        raw(
                "enum-negative",
                "The precedence is -1, in ten bytes",
                join(replaced(fields, 7, new Field(8 << 3, varint(-1, 0)))));
        raw(
                "enum-too-wide",
                "The precedence is 2^32 + 1, which is ROUTINE to who keeps 32 bits",
                join(replaced(fields, 7, new Field(8 << 3, varint((1L << 32) + 1, 0)))));
        raw(
                "anchor-size-above-2-to-the-63",
                "An unsigned number is 2^63",
                join(replaced(
                        fields,
                        5,
                        message(
                                6,
                                concat(List.of(
                                        new byte[] {8},
                                        varint(Long.MIN_VALUE, 0),
                                        new byte[] {18, 32},
                                        new byte[32]))))));
    }

    /** Limits beside the fields. */
    private void fields() {
        bad("suite-other", "The suite is another", n -> n.setSuite("mldsa65-ed25519-sha512"));
        bad("suite-missing", "There is no suite", Notice.Builder::clearSuite);
        bad("charter-of-31-bytes", "A hash has 32 bytes", n -> n.setCharter(ByteString.copyFrom(new byte[31])));
        bad("author-in-lower-case", "A party id is of A-Z, 0-9 and -", n -> n.setAuthor("ua"));
        bad("author-of-one-letter", "A party id has at least two characters", n -> n.setAuthor("U"));
        vectors.accept(
                NOTICE,
                "notice-author-of-digits",
                "That a party of a charter has a letter in its id, the form of a notice does not ask",
                notice(changed(concur, n -> n.setAuthor("12"))));
        bad("issued-at-zero", "An instant is at least 1", Notice.Builder::clearIssuedAtMs);
        bad("issued-at-negative", "An instant is at least 1", n -> n.setIssuedAtMs(-1));
        bad(
                "valid-until-in-the-year-10000",
                "An instant is at most the last of the year 9999",
                n -> n.setValidUntilMs(253_402_300_800_000L));
        bad("anchor-missing", "There is no anchor", Notice.Builder::clearAnchor);
        bad(
                "anchor-of-size-zero",
                "An anchor's size is at least 1",
                n -> n.getAnchorBuilder().clearSize());
        bad("nonce-of-15-bytes", "A nonce has 16 bytes", n -> n.setNonce(ByteString.copyFrom(new byte[15])));
        bad("precedence-unspecified", "Precedence must be said", Notice.Builder::clearPrecedence);
        bad("precedence-unknown", "5 is no precedence", n -> n.setPrecedenceValue(5));
        bad("incident-of-33-bytes", "An identity has 32 bytes", n -> n.setIncident(ByteString.copyFrom(new byte[33])));
        bad("references-of-33", "At most 32 references", n -> {
            n.clearReferences();
            for (int i = 0; i < 33; i++) {
                n.addReferences(Sha256.of(new byte[] {(byte) i}).byteString());
            }
        });
        bad("reference-empty", "An element of a list of hashes has 32 bytes", n -> n.addReferences(ByteString.EMPTY));
        bad("addressee-empty", "An addressee is a party id", n -> n.addActionParties(""));
        bad(
                "position-unknown",
                "4 is no position",
                n -> n.getAcknowledgementBuilder().setPositionValue(4));
        bad(
                "reservation-of-4097-bytes",
                "A reservation has at most 4096 bytes",
                n -> n.getAcknowledgementBuilder().setReservation("Ж".repeat(2048) + "x"));
        badReport(
                "place-missing",
                "A report says where",
                n -> n.getViolationReportBuilder().clearPlace());
        badReport(
                "latitude-above-90",
                "A latitude is at most 90 degrees",
                n -> n.getViolationReportBuilder().getPlaceBuilder().setLatitudeE7(900_000_001));
        badReport(
                "exhibit-without-media-type",
                "An exhibit has a media type",
                n -> n.getViolationReportBuilder()
                        .addExhibitsBuilder()
                        .setSha256(Sha256.of().byteString()));
        badReport(
                "exhibit-size-above-2-to-the-63",
                "An unsigned number is at most 2^63 - 1",
                n -> n.getViolationReportBuilder()
                        .addExhibitsBuilder()
                        .setSha256(Sha256.of().byteString())
                        .setMediaType("image/jpeg")
                        .setSize(Long.MIN_VALUE));
        bad("assent-with-nine-keys", "An assent brings at most eight keys", n -> {
            CharterAssent assent = tale.log().notice(1).getCharterAssent();
            CharterAssent.Builder nine = assent.toBuilder().clearKeys();
            for (int i = 0; i < 9; i++) {
                nine.addKeys(assent.getKeys(0).toBuilder()
                        .setEd25519(Sha256.of(new byte[] {(byte) i}).byteString()));
            }
            n.setCharterAssent(nine);
        });
    }

    /** What no single field can say. */
    private void form() {
        bad(
                "valid-until-before-issued-at",
                "A notice is not valid until before it was issued",
                n -> n.setValidUntilMs(n.getIssuedAtMs() - 1));
        bad("reference-twice", "No reference stands twice", n -> n.addReferences(n.getReferences(0)));
        badReport(
                "observed-to-before-from",
                "An observation does not end before it begins",
                n -> n.getViolationReportBuilder()
                        .setObservedToMs(n.getViolationReport().getObservedFromMs() - 1));
        vectors.refuse(
                NOTICE,
                "notice-pledge-until-its-beginning",
                "until_ms is after from_ms",
                notice(pledge(Pledge.newBuilder().setFromMs(LieLog.START).setUntilMs(LieLog.START))));
        vectors.accept(
                NOTICE,
                "notice-valid-for-no-time",
                "valid_until_ms may be issued_at_ms",
                notice(changed(concur, n -> n.setValidUntilMs(n.getIssuedAtMs()))));
        vectors.accept(
                NOTICE,
                "notice-addressee-twice",
                "The form says nothing of addressees that stand twice",
                notice(changed(concur, n -> n.addActionParties("GB").addActionParties("GB"))));
        vectors.accept(
                NOTICE,
                "notice-key-change-of-nothing",
                "A KeyChange that says nothing has the form of one; the fold refuses it",
                notice(changed(concur, n -> n.setKeyChange(KeyChange.getDefaultInstance()))));
    }

    private void entries() {
        LieLog log = tale.log();
        vectors.accept(ENTRY, "entry-genesis", "Entry 0", new Given().bytes("entry", Strict.encode(log.entry(0))));
        byte[] sound = Strict.encode(log.entry(tale.middle()));
        Given entry = new Given().bytes("entry", sound);
        vectors.accept(ENTRY, "entry-notice", "An entry with a notice", entry);
        List<Field> fields = fieldsOf(sound);
        entry("entry-unknown-field", "The entry has a field 8", concat(List.of(sound, new byte[] {64, 1})));
        entry("entry-fields-out-of-order", "The time stands before the index", join(swapped(fields, 0, 1)));
        entry("entry-without-content", "The entry holds nothing", join(fields.subList(0, fields.size() - 1)));
        entry(
                "entry-two-contents",
                "The entry holds a notice and a time mark",
                concat(List.of(sound, body(7, concat(List.of(new byte[] {10, 32}, new byte[32]))))));
        entry(
                "entry-index-zero-written-out",
                "The index 0 stands there, which is the default",
                concat(List.of(new byte[] {8, 0}, Strict.encode(log.entry(0)))));
        entry("entry-accepted-at-zero", "An entry has a time", join(without(fields, 1)));
        entry(
                "entry-with-a-notice-of-wrong-form",
                "The notice in it is no notice",
                Strict.encode(log.entry(tale.middle()).toBuilder()
                        .setNotice(log.entry(tale.middle()).getNotice().toBuilder()
                                .setNotice(
                                        ByteString.copyFrom(Strict.encode(changed(concur, n -> n.setValidUntilMs(1))))))
                        .build()));
        entry(
                "entry-of-65536-bytes",
                "An entry has at most 65,535 bytes",
                concat(List.of(sound, new byte[65_536 - sound.length])));
    }

    private void entry(String mutation, String about, byte[] bytes) {
        vectors.refuse(ENTRY, mutation, about, new Given().bytes("entry", bytes));
    }

    private void raw(String mutation, String about, byte[] bytes) {
        vectors.refuse(NOTICE, "notice-" + mutation, about, new Given().bytes("notice", bytes));
    }

    private void bad(String mutation, String about, Consumer<Notice.Builder> change) {
        vectors.refuse(NOTICE, "notice-" + mutation, about, notice(changed(concur, change)));
    }

    private void badReport(String mutation, String about, Consumer<Notice.Builder> change) {
        vectors.refuse(NOTICE, "notice-" + mutation, about, notice(changed(report, change)));
    }

    private Notice pledge(Pledge.Builder pledge) {
        return changed(
                concur,
                n -> n.clearIncident()
                        .clearReferences()
                        .setPledge(
                                pledge.setComponent(Component.COMPONENT_SUPPORT).setText("Ammunition")));
    }

    private static Notice changed(Notice notice, Consumer<Notice.Builder> change) {
        Notice.Builder builder = notice.toBuilder();
        change.accept(builder);
        return builder.build();
    }

    private static Given notice(Notice notice) {
        return new Given().bytes("notice", Strict.encode(notice));
    }

    private static List<Field> fieldsOf(byte[] message) {
        try {
            return split(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] padded(List<Field> fields, int at, boolean tagToo) {
        List<byte[]> parts = new ArrayList<>(fields.stream().map(Field::encoded).toList());
        try {
            parts.set(at, fields.get(at).padded(tagToo));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return concat(parts);
    }

    private static List<Field> swapped(List<Field> fields, int one, int other) {
        List<Field> copy = new ArrayList<>(fields);
        java.util.Collections.swap(copy, one, other);
        return copy;
    }

    private static List<Field> with(List<Field> fields, int at, Field more) {
        List<Field> copy = new ArrayList<>(fields);
        copy.add(at, more);
        return copy;
    }

    private static List<Field> without(List<Field> fields, int at) {
        List<Field> copy = new ArrayList<>(fields);
        copy.remove(at);
        return copy;
    }

    private static List<Field> replaced(List<Field> fields, int at, Field other) {
        List<Field> copy = new ArrayList<>(fields);
        copy.set(at, other);
        return copy;
    }

    /** In front of the body, which has the highest number. */
    private static byte[] inserted(List<Field> fields, Field more) {
        return join(with(fields, fields.size() - 1, more));
    }

    private static Field nested(Field message, byte[] more) {
        byte[] inner = concat(List.of(java.util.Arrays.copyOfRange(message.value(), 1, message.value().length), more));
        return message(message.tag() >>> 3, inner);
    }

    private static Field message(int number, byte[] inner) {
        return new Field(number << 3 | 2, concat(List.of(varint(inner.length, 0), inner)));
    }

    private static byte[] body(int number, byte[] inner) {
        return message(number, inner).encoded();
    }
}
