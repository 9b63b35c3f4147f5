package org.demarche.client.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.demarche.archive.Algorithms;
import org.demarche.archive.AlgorithmsParse;
import org.demarche.archive.AlgorithmsParser;
import org.demarche.archive.Authorities;
import org.demarche.client.DeskException;
import org.demarche.client.archive.Holding;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What whoever keeps an archive knows of the world: the time, certificates of time authorities, and which algorithms have fallen. */
final class Trusted {
    @Option(
            names = "--anchor",
            paramLabel = "NAME=FILE",
            description =
                    "A time authority's certificate, in PEM; may be repeated. Those of a bundle's charter are known.")
    private Map<String, Path> anchors = new LinkedHashMap<>();

    @Option(
            names = "--algorithms",
            paramLabel = "FILE",
            description = "Until when which algorithm is trusted: TOML, as `demarche verify` takes it.")
    private @Nullable Path algorithms;

    @Option(names = "--at", paramLabel = "TIME", description = "The present. Default: this machine's clock.")
    private @Nullable Instant at;

    Instant at(Terminal terminal) {
        return at == null ? terminal.here().clock().instant() : at;
    }

    Holding.Keeper keeper() throws DeskException, IOException {
        Authorities known = Authorities.NONE;
        for (Map.Entry<String, Path> anchor : anchors.entrySet()) {
            try {
                known = known.with(
                        anchor.getKey(),
                        Anchor.ofPem(new String(GivenFile.read(anchor.getValue()), StandardCharsets.ISO_8859_1)));
            } catch (RefusedException e) {
                throw new DeskException.Misconfigured(
                        anchor.getValue() + ": " + e.refusal().sentence(), "give the authority's certificate in PEM");
            }
        }
        return new Holding.Keeper(readAlgorithms(), known, SignatureVerifier.bouncyCastle());
    }

    private Algorithms readAlgorithms() throws DeskException, IOException {
        if (algorithms == null) {
            return Algorithms.ALL_TRUSTED;
        }
        AlgorithmsParse parse = AlgorithmsParser.parse(GivenFile.read(algorithms));
        if (parse instanceof AlgorithmsParse.Sound sound) {
            return sound.algorithms();
        }
        throw new DeskException.Misconfigured(
                algorithms + " is not sound:"
                        + ((AlgorithmsParse.Unsound) parse)
                                .problems().stream().map(p -> "\n  " + p).collect(Collectors.joining()),
                "correct every line above");
    }
}
