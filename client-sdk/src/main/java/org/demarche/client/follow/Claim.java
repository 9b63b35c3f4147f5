package org.demarche.client.follow;

import com.google.protobuf.ByteString;
import java.util.List;
import org.demarche.key.LogPublicKey;
import org.demarche.misbehaviour.Word;
import org.demarche.proto.v1.Receipt;
import org.demarche.proto.v1.SignedRefusal;
import org.demarche.proto.v1.SignedState;

/** What a lie may be shown by to others, who trust neither this desk nor the hub: what the hub has signed. A lie without a claim binds nobody. */
public sealed interface Claim {
    /**
     * An entry that can't stand where it does.
     *
     * @param more the entries behind the copy
     * @param note the head over the copy and these
     * @param index the entry's place
     */
    record WrongEntry(List<byte[]> more, ByteString note, long index) implements Claim {
        public WrongEntry {
            more = List.copyOf(more);
        }
    }

    /**
     * A head that contradicts another.
     *
     * @param more the entries behind the copy
     * @param note a head over the copy and these
     * @param other the other head, or what names it
     */
    record OtherHead(List<byte[]> more, ByteString note, Word other) implements Claim {
        public OtherHead {
            more = List.copyOf(more);
        }
    }

    /**
     * A receipt for an entry that the log does not hold there.
     *
     * @param note the head over the copy
     * @param receipt the receipt
     */
    record OtherLeaf(ByteString note, Receipt receipt) implements Claim {}

    /**
     * A receipt whose entry is dated beyond its bounds.
     *
     * @param receipt the receipt
     */
    record WrongDate(Receipt receipt) implements Claim {}

    /**
     * An entry dated later than witnesses saw it.
     *
     * @param note a head over it, with their cosignatures
     * @param witnesses their public keys
     * @param index the entry's place
     */
    record AheadOfWitnesses(ByteString note, List<LogPublicKey> witnesses, long index) implements Claim {
        public AheadOfWitnesses {
            witnesses = List.copyOf(witnesses);
        }
    }

    /**
     * A refusal that the rules don't give.
     *
     * @param notice the encoded SignedNotice
     * @param refusal the log's word
     */
    record WrongRefusal(ByteString notice, SignedRefusal refusal) implements Claim {}

    /**
     * A state that the rules don't give.
     *
     * @param state the log's word
     */
    record WrongState(SignedState state) implements Claim {}
}
