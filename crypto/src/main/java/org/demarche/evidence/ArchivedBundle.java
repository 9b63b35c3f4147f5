package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.envelope.Shape;
import org.demarche.envelope.Strict;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.EvidenceBundle;
import org.demarche.refusal.RefusedException;

/** A bundle as an archive keeps it: what its records are over, and the records, which an archive adds and renews. Nothing of it is verified. Immutable. */
public final class ArchivedBundle {
    /** Most records of a bundle. */
    public static final int MAX_RECORDS = 16;

    private final EvidenceBundle bare;
    private final Sha256 genesis;
    private final List<UnverifiedRecord> records;

    private ArchivedBundle(EvidenceBundle bare, Sha256 genesis, List<UnverifiedRecord> records) {
        this.bare = bare;
        this.genesis = genesis;
        this.records = List.copyOf(records);
    }

    /** @throws RefusedException if the bytes are not a bundle, as step 1 of the verification says */
    public static ArchivedBundle parse(byte[] file) throws RefusedException {
        UnverifiedBundle read = UnverifiedBundle.parse(file);
        return new ArchivedBundle(
                read.message().toBuilder().clearRecords().build(),
                Sha256.of(read.genesis().orElse(ByteString.EMPTY).toByteArray()),
                read.records());
    }

    /** What the records are over. */
    public byte[] core() {
        return Strict.encode(bare);
    }

    /** The hash of the charter that the bundle itself begins with. Whoever trusts that one trusts the file: fit for an archive, which keeps it for others. */
    public Sha256 genesis() {
        return genesis;
    }

    /** The records. */
    public List<UnverifiedRecord> records() {
        return records;
    }

    /**
     * The same bundle with these records.
     *
     * @throws RefusedException if they are more, or longer, than a bundle takes
     */
    public ArchivedBundle with(List<UnverifiedRecord> changed) throws RefusedException {
        ArchivedBundle with = new ArchivedBundle(bare, genesis, changed);
        Shape.require(with.message());
        return with;
    }

    /** The file. */
    public byte[] bytes() {
        return Strict.encode(message());
    }

    private EvidenceBundle message() {
        EvidenceBundle.Builder whole = bare.toBuilder();
        records.forEach(r -> whole.addRecords(ByteString.copyFrom(r.encode())));
        return whole.build();
    }
}
