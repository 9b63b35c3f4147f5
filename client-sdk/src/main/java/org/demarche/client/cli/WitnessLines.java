package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import org.demarche.client.DeskException;
import org.demarche.client.WitnessListener;
import org.demarche.client.WitnessPost;
import org.demarche.merkle.Head;

/** What a witness at work prints. */
final class WitnessLines implements WitnessListener {
    private final Terminal terminal;
    private final String name;
    private final boolean exercise;
    private final Form form;
    private Optional<WitnessPost> post = Optional.empty();
    private Optional<ObjectNode> last = Optional.empty();
    private String lastSaid = "";
    private boolean begun;
    private int heads;

    /**
     * How much is said, and how.
     *
     * @param json whether as JSON
     * @param verbose whether of every head
     * @param count after how many heads it ends
     */
    record Form(boolean json, boolean verbose, int count) {}

    WitnessLines(Terminal terminal, String name, boolean exercise, Form form) {
        this.terminal = terminal;
        this.name = name;
        this.exercise = exercise;
        this.form = form;
    }

    /** It has begun; {@code address}: where it answers HTTP, if it does. */
    synchronized void begin(WitnessPost opened, Optional<String> address) {
        post = Optional.of(opened);
        address.ifPresent(at -> terminal.say("answers add-checkpoint at " + at));
        terminal.say("witness " + name + " begins; cosigned so far: "
                + opened.last().map(h -> h.size() + " entries").orElse("nothing"));
        stopAtCount();
    }

    /** A minute is over. */
    synchronized void minute() {
        last.ifPresent(this::print);
        last = Optional.empty();
    }

    @Override
    public synchronized void onCosigned(Head head, Instant at, boolean witnessed) {
        heads++;
        lastSaid = "";
        last = Optional.of(JsonNodeFactory.instance
                .objectNode()
                .put("exercise", exercise)
                .put("event", "cosigned")
                .put("witness", name)
                .put("size", head.size())
                .put("root", head.root().hex())
                .put("at", at.toString())
                .put("witnessed", witnessed)
                .put("heads", heads));
        if (form.verbose() || !begun) {
            begun = true;
            minute();
        }
        stopAtCount();
    }

    private void stopAtCount() {
        if (heads >= form.count()) {
            post.ifPresent(WitnessPost::stop);
        }
    }

    private void print(ObjectNode line) {
        terminal.out()
                .println(
                        form.json()
                                ? line.toString()
                                : (exercise ? "EXERCISE " : "")
                                        + Times.dtg(Instant.parse(line.get("at").asText())
                                                .toEpochMilli())
                                        + " cosigned "
                                        + line.get("size").asLong() + " entries, "
                                        + (line.get("witnessed").asBoolean() ? "witnessed" : "not yet witnessed"));
    }

    @Override
    public synchronized void onWithheld(String sentence) {
        say("not cosigned: " + sentence);
    }

    @Override
    public synchronized void onTrouble(DeskException trouble) {
        say("trouble: " + trouble.sentence());
    }

    /** The same trouble again is no news. */
    private void say(String sentence) {
        if (!sentence.equals(lastSaid)) {
            lastSaid = sentence;
            terminal.say(sentence);
        }
    }
}
