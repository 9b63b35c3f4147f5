package org.demarche.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.demarche.client.KeyFile;
import org.demarche.client.Profile;
import org.demarche.client.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * What a command talks to.
 *
 * @param in answers to questions
 * @param out the answer
 * @param err everything else
 * @param environment variables
 * @param surroundings makes what a desk runs in, given who is told announcements
 * @param seat the terminal that somebody sits at
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Function<Consumer<String>, Surroundings> surroundings,
        Seat seat) {

    static Terminal of(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            Function<Consumer<String>, Surroundings> surroundings,
            Seat seat) {
        return new Terminal(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                surroundings,
                seat);
    }

    void error(String sentence, String hint) {
        err.println("demarche: error: " + sentence);
        err.println("demarche: hint: " + hint);
    }

    void say(String sentence) {
        err.println("demarche: " + sentence);
    }

    /** What a desk runs in; announcements go to stderr. */
    Surroundings here() {
        return surroundings.apply(this::say);
    }

    /** Asks, and says whether the answer was {@code yes}. */
    boolean confirmed(String question) throws IOException {
        return confirmed(question + " Type yes to sign: ", "yes");
    }

    /** Asks, and says whether the answer was {@code expected}. */
    boolean confirmed(String question, String expected) throws IOException {
        err.print(question);
        err.flush();
        String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().equals(expected);
    }

    /** How the passphrases of a profile's keys are had: from its file, else from whoever sits there. */
    KeyFile.Passphrase passphrase(Profile profile) {
        return profile.passphraseFile().map(KeyFile.Passphrase::inFile).orElse(Terminal::ask);
    }

    /** The passphrase of one file: from {@code source} if it is named, else from whoever sits there. */
    static KeyFile.Passphrase passphrase(@Nullable Path source) {
        return source == null ? Terminal::ask : KeyFile.Passphrase.inFile(source);
    }

    private static byte[] ask(Path file) throws IOException {
        java.io.Console console = System.console();
        if (console == null) {
            throw new IOException(file + ": no terminal to ask for its passphrase at; name a file that holds it");
        }
        char[] typed = console.readPassword("Passphrase for %s: ", file);
        if (typed == null) {
            throw new IOException(file + ": no passphrase was given");
        }
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(typed));
        byte[] passphrase = new byte[encoded.remaining()];
        encoded.get(passphrase);
        Arrays.fill(typed, '\0');
        Arrays.fill(encoded.array(), (byte) 0);
        return passphrase;
    }
}
