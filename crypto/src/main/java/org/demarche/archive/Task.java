package org.demarche.archive;

import java.util.List;

/** What a new time-stamp is to do for one file. */
public sealed interface Task {
    /** What the time-stamp has to cover. */
    byte[] covers(ArchiveDigest digest);

    /** The record with the time-stamp in it. */
    UnverifiedRecord take(ArchiveDigest digest, HashPath path, byte[] token);

    /** Begins a record. */
    record Begin(byte[] data) implements Task {
        @Override
        public byte[] covers(ArchiveDigest digest) {
            return Covered.data(digest, data);
        }

        @Override
        public UnverifiedRecord take(ArchiveDigest digest, HashPath path, byte[] token) {
            return new UnverifiedRecord(List.of(new StampChain(digest, List.of(new ArchiveStamp(path, token)))));
        }
    }

    /** Renews the newest time-stamp of a record, by the hash of its newest chain, before the authority's certificate or signature falls. Needs no data. */
    record RenewStamp(UnverifiedRecord record) implements Task {
        @Override
        public byte[] covers(ArchiveDigest digest) {
            if (digest != record.newest().digest()) {
                throw new IllegalArgumentException(
                        "digest: " + digest + " (expected: " + record.newest().digest() + ", that of the chain)");
            }
            return Covered.token(digest, record.newest().newest().token());
        }

        @Override
        public UnverifiedRecord take(ArchiveDigest digest, HashPath path, byte[] token) {
            return record.with(new ArchiveStamp(path, token));
        }
    }

    /** Renews the hash itself, before that of the newest chain falls. */
    record RenewHash(UnverifiedRecord record, byte[] data) implements Task {
        @Override
        public byte[] covers(ArchiveDigest digest) {
            if (record.restsOn(digest)) {
                throw new IllegalArgumentException(
                        "digest: " + digest + " (expected: one that the record does not rest on)");
            }
            return Covered.all(digest, data, record.chains());
        }

        @Override
        public UnverifiedRecord take(ArchiveDigest digest, HashPath path, byte[] token) {
            return record.with(new StampChain(digest, List.of(new ArchiveStamp(path, token))));
        }
    }
}
