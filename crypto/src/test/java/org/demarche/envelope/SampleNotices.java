package org.demarche.envelope;

import com.google.protobuf.ByteString;
import org.demarche.hash.Sha256;
import org.demarche.key.PublicKey;
import org.demarche.proto.v1.Anchor;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.Precedence;
import org.demarche.proto.v1.ViolationReport;

/** Notices for tests. */
public final class SampleNotices {
    /** 24 February 2026, 00:00 UTC, in milliseconds since 1970. */
    public static final long ISSUED_AT_MS = 1771891200000L;

    private SampleNotices() {}

    /** A header that every reader takes, without a body. */
    public static Notice.Builder header(String author) {
        return Notice.newBuilder()
                .setSuite(PublicKey.SUITE)
                .setCharter(Sha256.of(new byte[] {1}).byteString())
                .setAuthor(author)
                .setIssuedAtMs(ISSUED_AT_MS)
                .setValidUntilMs(ISSUED_AT_MS + 900_000)
                .setAnchor(Anchor.newBuilder()
                        .setSize(17)
                        .setRoot(Sha256.of(new byte[] {2}).byteString()))
                .setNonce(ByteString.copyFrom(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}))
                .setPrecedence(Precedence.PRECEDENCE_FLASH);
    }

    /** A violation report of {@code author}. */
    public static Notice.Builder report(String author) {
        return header(author)
                .addActionParties("US")
                .addInformationParties("NO")
                .setViolationReport(ViolationReport.newBuilder()
                        .setCategory(Category.CATEGORY_ARTILLERY)
                        .setPlace(Place.newBuilder()
                                .setLatitudeE7(485_000_000)
                                .setLongitudeE7(379_000_000)
                                .setName("Kramatorsk"))
                        .setObservedFromMs(ISSUED_AT_MS - 600_000)
                        .setObservedToMs(ISSUED_AT_MS - 60_000)
                        .setSummary("Rocket artillery, 14 impacts."));
    }
}
