package org.demarche.client.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.demarche.conformance.Case;
import org.demarche.conformance.Json;
import org.demarche.conformance.ReferenceClient;

/** A client under test: a process that is asked one question after the other. Its stderr is ours. */
final class Child implements AutoCloseable {
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** To start takes longer than to answer: whatever runs the client may have to be loaded first. */
    private static final Duration START = Duration.ofSeconds(60);

    /** With these a shell says that it could not run what it was told to; what exactly, stands on stderr. */
    private static final int NOT_FOUND = 127;

    private static final Set<Integer> SHELL_FAILED = Set.of(126, NOT_FOUND);

    private final Process process;
    private final Lines lines;
    private final Duration within;
    private final String name;
    private int asked;

    private Child(Process process, Duration within) throws ClientException, InterruptedException {
        this.process = process;
        this.lines = new Lines(process.getInputStream());
        this.within = within;
        this.name = hello();
    }

    /**
     * Starts a client, and greets it.
     *
     * @param command as a shell takes it
     * @param within how long it may take to answer
     */
    static Child start(String command, Duration within) throws ClientException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new ClientException("the client can't be started: " + e.getMessage(), "is there a /bin/sh?");
        }
        try {
            return new Child(process, within);
        } catch (ClientException | InterruptedException e) {
            end(process);
            throw e;
        }
    }

    /** What the client calls itself. */
    String name() {
        return name;
    }

    /** Asks a case. */
    Reply ask(Case question) throws InterruptedException {
        return ask(question::question, within);
    }

    private String hello() throws ClientException, InterruptedException {
        Reply reply = ask(
                id -> {
                    ObjectNode hello = Json.object().put("id", id).put("ask", ReferenceClient.HELLO);
                    hello.putObject("input").put("protocol", ReferenceClient.PROTOCOL);
                    return Json.line(hello);
                },
                within.compareTo(START) > 0 ? within : START);
        if (reply instanceof Reply.Silence silence) {
            if (!process.isAlive() && SHELL_FAILED.contains(process.exitValue())) {
                throw new ClientException(
                        "the client can't be started: the shell ended with exit code " + process.exitValue()
                                + (process.exitValue() == NOT_FOUND
                                        ? ", which says that there is no such program"
                                        : ", which says that the program may not be run"),
                        "--against takes a command as the shell does: correct it, or build the client first");
            }
            throw new ClientException("the client does not speak the protocol: " + silence.sentence());
        }
        JsonNode answer = ((Reply.Answer) reply).json();
        if (answer.path("protocol").asInt() != ReferenceClient.PROTOCOL) {
            throw new ClientException("the client speaks protocol " + answer.path("protocol") + " (expected: "
                    + ReferenceClient.PROTOCOL + ")");
        }
        return answer.path("client").asText("a client without a name");
    }

    private Reply ask(IntFunction<String> question, Duration patience) throws InterruptedException {
        int id = asked++;
        try {
            OutputStream out = process.getOutputStream();
            out.write((question.apply(id) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            // The client listens no more: what it has said before, or that it has ended, comes next.
        }
        Optional<Lines.Line> line = lines.next(patience);
        if (line.isEmpty()) {
            return new Reply.Silence("no answer within " + patience.toSeconds() + " s", true);
        }
        if (Lines.isEnd(line.get())) {
            return ended();
        }
        return line.get().whole()
                ? read(line.get().text(), id)
                : new Reply.Silence("an answer of more than " + Lines.MAX_BYTES + " bytes", true);
    }

    private static Reply read(String line, int id) {
        Optional<ObjectNode> json = Json.read(line);
        if (json.isEmpty()) {
            return new Reply.Silence("a line that is no JSON object: " + shown(line), true);
        }
        if (!json.get().path("id").isInt() || json.get().path("id").intValue() != id) {
            return new Reply.Silence(
                    "an answer to question " + json.get().path("id") + " (expected: " + id + ")", true);
        }
        JsonNode answer = json.get().get("answer");
        if (answer == null) {
            return new Reply.Silence(
                    "no answer: " + shown(json.get().path("error").asText("neither answer nor error")), false);
        }
        return new Reply.Answer(answer);
    }

    private Reply ended() throws InterruptedException {
        boolean over = process.waitFor(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        return new Reply.Silence(
                over ? "the client ended with exit code " + process.exitValue() : "the client has closed its output",
                true);
    }

    private static String shown(String text) {
        String clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "…";
    }

    @Override
    public void close() {
        end(process);
    }

    /** The shell and what it has started. */
    private static void end(Process process) {
        List<ProcessHandle> started = process.descendants().toList();
        // The shell first: it would say that what it has started was killed.
        process.destroyForcibly();
        started.forEach(ProcessHandle::destroyForcibly);
    }
}
