package org.demarche.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A verifier to be asked: the one of the jar that stands alone, which sees nothing of this test's class path, or the one of this class path. */
final class VerifyJar {
    /** The jar that the build has just made. */
    static final Path FILE = Path.of(System.getProperty("demarche.verify"));

    private final Method main;

    private VerifyJar(ClassLoader loader) throws ReflectiveOperationException {
        main = Class.forName("org.demarche.verify.Verify", true, loader)
                .getDeclaredMethod("main", String[].class, InputStream.class, PrintStream.class, PrintStream.class);
        main.setAccessible(true);
    }

    /** The jar's. */
    static VerifyJar alone() throws IOException, ReflectiveOperationException {
        URL[] only = {FILE.toUri().toURL()};
        return new VerifyJar(new URLClassLoader(only, ClassLoader.getPlatformClassLoader()));
    }

    /** That of the class path, with every library whole. */
    static VerifyJar amongAll() throws ReflectiveOperationException {
        return new VerifyJar(VerifyJar.class.getClassLoader());
    }

    Answer ask(String... arguments) throws ReflectiveOperationException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream answers = new PrintStream(out, false, StandardCharsets.UTF_8);
                PrintStream errors = new PrintStream(err, false, StandardCharsets.UTF_8)) {
            int exit = (int) main.invoke(null, arguments, InputStream.nullInputStream(), answers, errors);
            answers.flush();
            errors.flush();
            return new Answer(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (InvocationTargetException e) {
            throw new AssertionError(String.join(" ", arguments) + ": " + e.getCause(), e.getCause());
        }
    }

    /** What it said. */
    record Answer(int exit, String out, String err) {}
}
