package org.demarche.client.exercise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs Demarche's other commands as processes of their own, the way an operator does.
 *
 * @param file the {@code demarche} script
 */
record Launcher(Path file) {
    private static final long PATIENCE_SECONDS = 60;

    /** Runs a command to its end and returns the JSON that it prints. */
    JsonNode json(String... arguments) throws PlayException, InterruptedException {
        List<String> command = command(arguments);
        command.add("-o");
        command.add("json");
        String answer = run(command);
        try {
            return new ObjectMapper().readTree(answer);
        } catch (JsonProcessingException e) {
            throw new PlayException(String.join(" ", command) + " has not printed JSON: " + answer.strip(), e);
        }
    }

    /** Runs a command to its end. */
    void run(String... arguments) throws PlayException, InterruptedException {
        run(command(arguments));
    }

    /** A command line as it can be pasted. */
    String line(Object... words) {
        return Stream.concat(Stream.of(file), Stream.of(words))
                .map(word -> quoted(word.toString()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** The command line of a command. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(file.toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static String run(List<String> command) throws PlayException, InterruptedException {
        Path errors = null;
        Process process = null;
        try {
            errors = Files.createTempFile("demarche-", ".err");
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new PlayException(String.join(" ", command) + " has not ended within " + PATIENCE_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new PlayException(String.join(" ", command) + " has ended with " + process.exitValue() + ": "
                        + Files.readString(errors).strip());
            }
            return answer;
        } catch (IOException e) {
            throw new PlayException(String.join(" ", command) + " could not be run: " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(errors);
        }
    }

    private static void delete(@Nullable Path file) throws PlayException {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new PlayException(file + " could not be deleted: " + e.getMessage(), e);
        }
    }
}
