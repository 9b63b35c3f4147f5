package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.disk.NewFiles;
import org.demarche.evidence.TlogProofs;
import org.demarche.hash.Sha256;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison evidence}. */
@Command(
        name = "evidence",
        description =
                "Fetch the one file that proves a notice, or with --tier an activation. `demarche verify FILE` checks it, with no network.")
final class EvidenceCommand extends DeskCommand {
    @Parameters(paramLabel = "ID", description = "The notice; with --tier the incident.")
    private String id = "";

    @Option(names = "--tier", paramLabel = "NUMBER", description = "The tier whose activation is to be proven.")
    private int tier;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to. Default: the id with .evidence.")
    private @Nullable Path out;

    @Option(
            names = "--tlog-proofs",
            paramLabel = "DIR",
            description =
                    "Also write every entry of it into this folder, as INDEX.entry, with a C2SP tlog-proof beside it, INDEX.tlog-proof, for tools that are not ours.")
    private @Nullable Path tlogProofs;

    EvidenceCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(Desk desk) throws DeskException, IOException {
        Sha256 subject = desk.resolve(id);
        byte[] bundle = tier > 0 ? desk.evidence(subject, tier) : desk.evidence(subject);
        Path file = out == null ? Path.of(subject.brief() + (tier > 0 ? "-tier" + tier : "") + ".evidence") : out;
        Files.write(file, bundle, StandardOpenOption.CREATE_NEW);
        if (tlogProofs != null) {
            NewFiles.write(tlogProofs, files(bundle));
        }
        if (options.json()) {
            print(object(desk)
                    .put("file", file.toString())
                    .put("bytes", bundle.length)
                    .put("sha256", Sha256.of(bundle).hex()));
        } else {
            page(desk)
                    .line(file + ", " + bundle.length + " bytes. Check it with:")
                    .line("  verify " + file + " --charter " + desk.profile().charter(), 4)
                    .print(terminal.out());
        }
        return Exit.OK;
    }

    private static Map<String, byte[]> files(byte[] bundle) {
        try {
            return TlogProofs.of(bundle);
        } catch (RefusedException e) {
            throw new IllegalStateException("a bundle that was verified cannot be read", e);
        }
    }
}
