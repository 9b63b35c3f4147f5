package org.demarche.situation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.proto.v1.Position;

/**
 * What a party has acknowledged of a notice.
 *
 * @param position the latest position that one of its desks has taken; RECEIVED only where there is none other
 * @param entries by position, the index of the newest entry that takes it; of RECEIVED the first one
 */
public record Stance(Position position, Map<Position, Long> entries) {
    public Stance {
        entries = Collections.unmodifiableMap(new EnumMap<>(entries));
    }

    /** A party's first acknowledgement. */
    static Stance first(Position position, long entry) {
        return new Stance(position, Map.of(position, entry));
    }

    /** After a further acknowledgement. */
    Stance then(Position next, long entry) {
        Map<Position, Long> all = new EnumMap<>(entries);
        if (next == Position.POSITION_RECEIVED) {
            all.putIfAbsent(next, entry);
            return new Stance(position, all);
        }
        all.put(next, entry);
        return new Stance(next, all);
    }

    /** The entry in which a party says what a sign stands for. */
    Optional<Long> entry(Sign sign) {
        return switch (sign) {
            case YES, PARTLY -> Optional.ofNullable(entries.get(Position.POSITION_CONCUR));
            case NO -> Optional.ofNullable(entries.get(Position.POSITION_DECLINE));
            case RECEIVED -> Optional.ofNullable(entries.get(Position.POSITION_RECEIVED));
            case OVERDUE, NOTHING, NOT_ASKED -> Optional.empty();
        };
    }
}
