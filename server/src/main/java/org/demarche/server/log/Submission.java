package org.demarche.server.log;

import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.demarche.envelope.VerifiedNotice;
import org.demarche.escalation.Content;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.Precedence;

/** Something that waits for its place in the log. A higher precedence comes first, then whoever came first. */
public final class Submission implements Comparable<Submission> {
    private static final AtomicLong ARRIVALS = new AtomicLong();
    private static final Comparator<Submission> ORDER =
            Comparator.comparing(Submission::precedence).reversed().thenComparingLong(s -> s.arrival);

    private final Content content;
    private final Precedence precedence;
    private final long arrival = ARRIVALS.getAndIncrement();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private Submission(Content content, Precedence precedence) {
        this.content = content;
        this.precedence = precedence;
    }

    /** A party's notice, whose signatures have been verified. */
    public static Submission of(VerifiedNotice notice) {
        return new Submission(new Content.Noticed(notice), notice.notice().getPrecedence());
    }

    /** The hub's own mark. It overtakes everything: it says that an instant has passed. */
    public static Submission mark(Sha256 incident) {
        return new Submission(new Content.Mark(incident), Precedence.PRECEDENCE_FLASH);
    }

    /** What is to be logged. */
    public Content content() {
        return content;
    }

    /** The notice's identity; empty for a mark. */
    public Optional<Sha256> identity() {
        return content instanceof Content.Noticed noticed
                ? Optional.of(noticed.notice().id())
                : Optional.empty();
    }

    /** How fast it must travel. */
    public Precedence precedence() {
        return precedence;
    }

    /** Completed once its fate is durable; never exceptionally. */
    public CompletableFuture<Answer> answer() {
        return answer;
    }

    @Override
    public int compareTo(Submission other) {
        return ORDER.compare(this, other);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
