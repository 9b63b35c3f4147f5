package org.demarche.client;

import java.nio.file.Path;
import java.util.Optional;
import org.demarche.client.follow.Misbehaviour;
import org.demarche.refusal.Reason;
import org.demarche.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Why a desk could not do what it was asked. The message is one sentence for people; {@link #hint} says what to do. What the author wrote is still in the outbox,
 * whatever the kind, once it was signed.
 */
public abstract sealed class DeskException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final String hint;

    private DeskException(String sentence, String hint, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
        this.hint = hint;
    }

    /** What went wrong, in one sentence. */
    public final String sentence() {
        return sentence;
    }

    /** What to do, in one sentence. */
    public final String hint() {
        return hint;
    }

    /** Whether the desk goes on by itself, and this may be over in a moment; every other kind has ended it for good, if it came from following. */
    public final boolean passing() {
        return this instanceof Unreachable || this instanceof ClockSkew || this instanceof NotWitnessed;
    }

    /** What is to be said can't be said so: a field is missing or too long, a notice has gone stale, an id is unknown. Nothing was sent. */
    public static final class Invalid extends DeskException {
        private static final long serialVersionUID = 1L;

        /** A request that can't be carried out. */
        public Invalid(String sentence, String hint) {
            super(sentence, hint, null);
        }
    }

    /** The hub would not take it. */
    public static final class Refused extends DeskException {
        private static final long serialVersionUID = 1L;

        private final transient Refusal refusal;
        private final transient Optional<HubRefusal> word;

        /** A refusal; {@code word}: the log's own, over the very notice, when it was signed and both signatures verify. */
        public Refused(Refusal refusal, Optional<HubRefusal> word, String hint) {
            super(refusal.sentence(), hint, null);
            this.refusal = refusal;
            this.word = word;
        }

        /** The reason of the catalogue. */
        public Reason reason() {
            return refusal.reason();
        }

        /** Reason and sentence. */
        public Refusal refusal() {
            return refusal;
        }

        /** Whether the log's keys have signed it over the very notice, so that it can be shown to others. */
        public boolean signed() {
            return word.isPresent();
        }

        /** The log's own word, to keep and to show; the outbox keeps it beside the notice. */
        public Optional<HubRefusal> word() {
            return word;
        }
    }

    /** No hub answered in time. */
    public static final class Unreachable extends DeskException {
        private static final long serialVersionUID = 1L;

        /** An absence of answers. */
        public Unreachable(String sentence, String hint, @Nullable Throwable cause) {
            super(sentence, hint, cause);
        }
    }

    /** The line could not be secured, or the hub does not know this machine: TLS, pin or role. */
    public static final class NotTrusted extends DeskException {
        private static final long serialVersionUID = 1L;

        /** A line that is not to be used. */
        public NotTrusted(String sentence, String hint, @Nullable Throwable cause) {
            super(sentence, hint, cause);
        }
    }

    /** Charter, key, profile or local files are not what they must be. */
    public static final class Misconfigured extends DeskException {
        private static final long serialVersionUID = 1L;

        /** A fault on this side of the line. */
        public Misconfigured(String sentence, String hint, @Nullable Throwable cause) {
            super(sentence, hint, cause);
        }

        /** A fault on this side of the line. */
        public Misconfigured(String sentence, String hint) {
            this(sentence, hint, null);
        }
    }

    /** This machine's clock and the hub's differ by more than the charter allows. */
    public static final class ClockSkew extends DeskException {
        private static final long serialVersionUID = 1L;

        private final long aheadMs;

        /** A difference; {@code aheadMs}: by how many milliseconds the hub's clock is ahead of this machine's, negative if behind. */
        public ClockSkew(long aheadMs, String sentence, String hint) {
            super(sentence, hint, null);
            this.aheadMs = aheadMs;
        }

        /** By how many milliseconds the hub's clock is ahead of this machine's; negative if behind. */
        public long aheadMs() {
            return aheadMs;
        }
    }

    /** The charter asks for witnesses, and they are late, or a hub shows as their word what is not. The log goes on; only its history is the hub's word alone for so long. */
    public static final class NotWitnessed extends DeskException {
        private static final long serialVersionUID = 1L;

        /** What is wrong. */
        public NotWitnessed(String sentence, String hint) {
            super(sentence, hint, null);
        }
    }

    /** The hub has said what can't be true. The desk no longer trusts it. */
    public static final class Misbehaved extends DeskException {
        private static final long serialVersionUID = 1L;

        private final Misbehaviour kind;
        private final transient Optional<Path> file;

        /** A lie; {@code file}: where the hub's own bytes are kept. */
        public Misbehaved(Misbehaviour kind, String sentence, Optional<Path> file, String hint) {
            super(sentence, hint, null);
            this.kind = kind;
            this.file = file;
        }

        /** What it did. */
        public Misbehaviour kind() {
            return kind;
        }

        /** Where the hub's own bytes are kept. */
        public Optional<Path> file() {
            return file;
        }
    }
}
