package org.demarche.lies;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of the lying files: one bundle for each lie, the charters that their readers trust, {@code lies.tsv} for programs, {@code keys.tsv} with the seeds, and a
 * README for people. Made from nothing but this program, so making it anew gives the same bytes.
 */
public final class LieFiles {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private LieFiles() {
        List<Lie> lies = Lies.all();
        for (Lie lie : lies) {
            files.put(lie.fileName(), lie.file().get());
            files.put(lie.trusted().name() + ".toml", lie.trusted().bytes());
        }
        put("lies.tsv", table(lies));
        put("keys.tsv", keys());
        put("README.md", new LieReadme(lies).text());
    }

    /** Every file, by name. */
    static Map<String, byte[]> all() {
        return new LieFiles().files;
    }

    /**
     * Writes the folder anew.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Map<String, byte[]> files = all();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        try (Stream<Path> there = Files.list(folder)) {
            for (Path old : there.filter(p -> !files.containsKey(p.getFileName().toString()))
                    .toList()) {
                Files.delete(old);
            }
        }
    }

    private void put(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String table(List<Lie> lies) {
        StringBuilder table = new StringBuilder("file\tcharter\texpect\texit\tstep\tliar\twhat\twhy\n");
        for (Lie lie : lies) {
            table.append(String.join(
                            "\t",
                            lie.fileName(),
                            lie.trusted().name() + ".toml",
                            lie.claim(),
                            Integer.toString(lie.exit()),
                            lie.step() == 0 ? "" : Integer.toString(lie.step()),
                            lie.liar().said,
                            lie.what(),
                            lie.why()))
                    .append('\n');
        }
        return table.toString();
    }

    private static String keys() {
        StringBuilder table =
                new StringBuilder("# Everybody knows these seeds. Nothing real may ever trust one of these keys.\n");
        table.append("name\ted25519 seed\tml-dsa seed\n");
        LieKeys.names()
                .forEach(n -> table.append(n)
                        .append('\t')
                        .append(LieKeys.seed(n, "ed25519").hex())
                        .append('\t')
                        .append(LieKeys.seed(n, "ml-dsa").hex())
                        .append('\n'));
        return table.toString();
    }
}
