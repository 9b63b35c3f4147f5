package org.demarche.client.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.Notices;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.ExhibitDigest;
import org.demarche.proto.v1.Place;
import org.demarche.proto.v1.ViolationReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison report}. */
@Command(name = "report", description = "Report a violation. Opens an incident, or joins one with --incident.")
final class ReportCommand extends SayCommand {
    @Parameters(paramLabel = "TEXT", description = "What was seen, in words.")
    private String text = "";

    @Option(
            names = "--category",
            required = true,
            paramLabel = "KIND",
            description =
                    "artillery, direct-fire, drone, missile, air, ground, maritime, deployment, obstruction or other.")
    private String category = "";

    @Option(
            names = "--place",
            required = true,
            paramLabel = "LAT,LON",
            description = "WGS 84 degrees, as 50.4501,30.5234.")
    private String place = "";

    @Option(names = "--place-name", paramLabel = "NAME", description = "A name that people know it by.")
    private String placeName = "";

    @Option(names = "--mgrs", paramLabel = "GRID", description = "The same place as MGRS grid reference.")
    private String mgrs = "";

    @Option(
            names = "--from",
            required = true,
            paramLabel = "TIME",
            description = "Observed from: 031551Z FEB 26, or RFC 3339.")
    private Instant from = Instant.EPOCH;

    @Option(names = "--to", paramLabel = "TIME", description = "Observed to. Default: the same as --from.")
    private @Nullable Instant to;

    @Option(
            names = "--exhibit",
            paramLabel = "FILE",
            description = "A photograph or the like: its digest goes into the report, the file does not.")
    private List<Path> exhibits = new ArrayList<>();

    @Option(names = "--incident", paramLabel = "ID", description = "Join this incident.")
    private @Nullable String incident;

    ReportCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Draft draft(Desk desk) throws DeskException, IOException {
        ViolationReport.Builder report = ViolationReport.newBuilder()
                .setCategory(category())
                .setPlace(place())
                .setObservedFromMs(from.toEpochMilli())
                .setObservedToMs((to == null ? from : to).toEpochMilli())
                .setSummary(text);
        for (Path exhibit : exhibits) {
            report.addExhibits(digest(exhibit));
        }
        Draft draft = Notices.report(report.build());
        return incident == null ? draft : draft.in(desk.resolve(incident));
    }

    private Category category() throws DeskException {
        try {
            return Category.valueOf(
                    "CATEGORY_" + category.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new DeskException.Invalid(
                    "--category: \"" + category + "\" is not a category",
                    "`demarche liaison report --help` lists them");
        }
    }

    private Place place() throws DeskException {
        String[] parts = place.split(",", -1);
        try {
            if (parts.length == 2) {
                Place found = Notices.place(Double.parseDouble(parts[0].strip()), Double.parseDouble(parts[1].strip()));
                return found.toBuilder().setName(placeName).setMgrs(mgrs).build();
            }
        } catch (IllegalArgumentException e) {
            throw new DeskException.Invalid(
                    "--place: " + e.getMessage(), "write latitude and longitude in degrees, as 50.4501,30.5234");
        }
        throw new DeskException.Invalid(
                "--place: \"" + place + "\" is no place",
                "write latitude and longitude in degrees, as 50.4501,30.5234");
    }

    private static ExhibitDigest digest(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            long size = in.transferTo(java.io.OutputStream.nullOutputStream());
            String type = Files.probeContentType(file);
            return ExhibitDigest.newBuilder()
                    .setSha256(ByteString.copyFrom(in.getMessageDigest().digest()))
                    .setSize(size)
                    .setMediaType(type == null ? "application/octet-stream" : type)
                    .build();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
