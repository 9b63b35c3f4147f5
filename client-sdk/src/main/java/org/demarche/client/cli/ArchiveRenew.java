package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.archive.Ending;
import org.demarche.client.DeskException;
import org.demarche.client.Surroundings;
import org.demarche.client.archive.Archivist;
import org.demarche.client.archive.Holding;
import org.demarche.client.archive.RenewalPlan;
import org.demarche.client.transport.TimeStamping;
import org.demarche.disk.DurableFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code liaison archive renew}. */
@Command(
        name = "renew",
        description = {
            "Begin and renew evidence records (RFC 4998) of bundles, in place: one request to each authority, however many the files.",
            "What is there is kept, and no file is made worse. Exit 6 if an authority failed, 7 if a file could not be renewed."
        })
final class ArchiveRenew implements Callable<Integer> {
    @Mixin
    private final KeptFiles files = new KeptFiles();

    @Mixin
    private final Trusted trusted = new Trusted();

    @Option(
            names = "--authority",
            required = true,
            paramLabel = "NAME=URL",
            description = "A time authority to ask; may be repeated. Each keeps a record of its own.")
    private Map<String, URI> authorities = new LinkedHashMap<>();

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            description = "Renew what ends within this time (default: ${DEFAULT-VALUE}).",
            defaultValue = "365d")
    private Duration within = Duration.ofDays(365);

    @Mixin
    private final Output output = new Output();

    private final Terminal terminal;

    ArchiveRenew(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws DeskException, IOException {
        for (Map.Entry<String, URI> authority : authorities.entrySet()) {
            if (!List.of("http", "https")
                    .contains(String.valueOf(authority.getValue().getScheme()))) {
                throw new DeskException.Invalid(
                        "--authority " + authority.getKey() + "=" + authority.getValue() + ": no such address",
                        "an address begins with http:// or https://");
            }
        }
        Surroundings here = terminal.here();
        Instant now = trusted.at(terminal);
        Holding.Keeper keeper = trusted.keeper();
        int exit = Exit.OK;
        List<String> worthless = new ArrayList<>();
        List<Holding> holdings = files.read(keeper, now, worthless::add);
        RenewalPlan plan = new RenewalPlan(now, within, keeper.algorithms());
        List<RenewalPlan.Work> works = holdings.stream()
                .flatMap(h -> plan.of(h, List.copyOf(authorities.keySet())).stream())
                .toList();
        Archivist archivist = new Archivist(keeper, new TimeStamping(authorities)::ask, here.random(), now);
        Map<Holding, Archivist.Outcome.Renewed> renewed = new LinkedHashMap<>();
        for (Archivist.Outcome outcome : archivist.renew(works)) {
            if (outcome instanceof Archivist.Outcome.Renewed done) {
                write(done);
                renewed.put(done.before(), done);
            } else {
                terminal.error(
                        ((Archivist.Outcome.Failed) outcome).sentence(), "nothing of it was written; try again later");
                exit = Exit.UNREACHABLE;
            }
        }
        for (String sentence : worthless) {
            terminal.error(sentence, "such a file can't be kept; find the sound one");
            exit = Exit.CONDITION;
        }
        List<Holding> after = holdings.stream()
                .map(h -> Optional.ofNullable(renewed.get(h))
                        .map(Archivist.Outcome.Renewed::after)
                        .orElse(h))
                .toList();
        print(holdings, after, renewed);
        for (Holding holding : after) {
            if (!holding.durability().holdsAt(now)) {
                terminal.error(
                        holding.path() + ": " + holding.durability().until().past() + ", and no renewal can mend that",
                        "find a copy that was renewed in time");
                exit = Exit.CONDITION;
            }
        }
        return exit;
    }

    private void print(List<Holding> before, List<Holding> after, Map<Holding, Archivist.Outcome.Renewed> renewed) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        Page page = ArchiveStatus.page(after);
        for (int i = 0; i < after.size(); i++) {
            Optional<Archivist.Outcome.Renewed> done = Optional.ofNullable(renewed.get(before.get(i)));
            Ending due = after.get(i).due();
            var node = all.addObject()
                    .put("file", after.get(i).path().toString())
                    .put("exercise", after.get(i).exercise())
                    .put("renew_before", ArchiveStatus.instant(due));
            ArrayNode did = node.putArray("did");
            done.ifPresent(d -> d.did().forEach(did::add));
            page.line(
                    ArchiveStatus.name(after.get(i))
                            + done.map(d -> String.join(", ", d.did())).orElse("nothing is due")
                            + (due.at().equals(Instant.MAX) ? "; no end is known" : "; renew before " + due.at()),
                    2);
        }
        if (output.json()) {
            terminal.out().println(all);
        } else {
            page.print(terminal.out());
        }
    }

    /** Atomically, and only over what was read: what somebody else has written in between is theirs. */
    private static void write(Archivist.Outcome.Renewed done) throws IOException {
        var path = done.after().path().toRealPath();
        if (!Arrays.equals(GivenFile.read(path), done.before().bytes())) {
            throw new IOException(path + ": changed meanwhile; left as it is, run the command again");
        }
        var permissions = Optional.ofNullable(Files.getFileAttributeView(path, PosixFileAttributeView.class));
        var kept = permissions.isPresent() ? permissions.get().readAttributes().permissions() : null;
        DurableFiles.write(path, done.after().bytes());
        if (kept != null) {
            Files.setPosixFilePermissions(path, kept);
        }
    }
}
