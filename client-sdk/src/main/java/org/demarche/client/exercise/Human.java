package org.demarche.client.exercise;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.demarche.proto.v1.Position;

/** The person at the terminal, who plays one party. Reads lines on a thread of its own, since nobody may wait for a person. */
final class Human {
    /** How long a question stays open at most, in milliseconds. */
    static final long TIME_OUT_MS = 12_000;

    private static final long SECOND_MS = 1000;

    private final String party;
    private final String name;
    private final PrintStream out;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * A person.
     *
     * @param party the party that is played
     * @param name its name
     */
    Human(String party, String name, InputStream in, PrintStream out) {
        this.party = party;
        this.name = name;
        this.out = out;
        Thread reader = new Thread(() -> read(in), "exercise-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream in) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line.strip());
            }
        } catch (IOException e) {
            // Nothing more will be heard from this person; the plan goes on as it does with any silent capital.
            out.println("demarche: the terminal cannot be read any more: " + e.getMessage());
        }
    }

    /** The party that is played. */
    String party() {
        return party;
    }

    /**
     * Asks for a position.
     *
     * @param latestMs when the answer must be there, because a deadline comes
     * @return when the question closes
     */
    long ask(int tier, boolean standDown, List<String> standing, long latestMs, long nowMs) {
        long endsMs = Math.min(nowMs + TIME_OUT_MS, latestMs);
        out.println();
        out.println("  ┌─ " + name.toUpperCase(Locale.ROOT) + ", IT IS YOUR TURN: "
                + (standDown ? "tier " + tier + " is to be stood down" : "tier " + tier + " is proposed") + ".");
        standing.forEach(line -> out.println("  │  " + line));
        out.println("  └─ c = concur, d = decline, then Enter, within " + Math.max(0, endsMs - nowMs) / SECOND_MS
                + " seconds. Silence is silence.");
        out.flush();
        return endsMs;
    }

    /** The answer, once there is one. What isn't understood is asked again. */
    Optional<Position> answer() {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            switch (line.toLowerCase(Locale.ROOT)) {
                case "c", "concur" -> {
                    return Optional.of(Position.POSITION_CONCUR);
                }
                case "d", "decline" -> {
                    return Optional.of(Position.POSITION_DECLINE);
                }
                default -> {
                    out.println("  \"" + line + "\" (expected: c to concur, d to decline)");
                    out.flush();
                }
            }
        }
        return Optional.empty();
    }
}
