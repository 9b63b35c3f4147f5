package org.demarche.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.demarche.charter.Charter;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.checkpoint.NoteKey;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.disk.DurableFiles;
import org.demarche.escalation.Draft;
import org.demarche.escalation.Governance;
import org.demarche.hash.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison profile log-keys}. */
@Command(
        name = "log-keys",
        description =
                "Add keys of the log to the profile's file, from one that the operator hands out (log.pub), before a successor charter that names them is adopted. Takes only keys that a charter names which this desk knows. Without FILE: whose keys are there, and whose are missing. Exit 7 if any are.")
final class ProfileLogKeys extends DeskCommand {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The operator's file of log keys.")
    private @Nullable Path file;

    @Option(
            names = "--charter",
            paramLabel = "FILE",
            description = "The text of a charter that names them, for a desk that has not seen it posted yet.")
    private @Nullable Path text;

    ProfileLogKeys(Terminal terminal) {
        super(terminal);
    }

    /** A desk whose file lacks a key cannot follow the log any more, and must be able to run this. */
    @Override
    boolean offline() {
        return true;
    }

    @Override
    int run(Desk desk) throws DeskException, IOException {
        Map<String, Charter> charters = charters(desk);
        Path own = desk.profile().logKeys();
        List<NoteKey> there = keys(own);
        List<NoteKey> added = file == null ? List.of() : added(keys(file), there, charters);
        if (!added.isEmpty()) {
            String before = Files.readString(own);
            String after = before
                    + (before.isEmpty() || before.endsWith("\n") ? "" : "\n")
                    + String.join("", added.stream().map(k -> k.text() + "\n").toList());
            DurableFiles.write(own, after.getBytes(StandardCharsets.UTF_8));
        }
        List<NoteKey> all = Stream.concat(there.stream(), added.stream()).toList();
        return answer(desk, charters, LogKeys.of(all), added);
    }

    private static List<NoteKey> keys(Path from) throws DeskException, IOException {
        List<NoteKey> keys = new ArrayList<>();
        try {
            String all = new String(GivenFile.read(from), StandardCharsets.UTF_8);
            LogKeys.parse(all);
            for (String line : all.lines().toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(NoteKey.parse(line.strip()));
                }
            }
            return keys;
        } catch (NoteException e) {
            throw new DeskException.Invalid(
                    from + ": " + e.refusal().sentence(),
                    "each line must be a verifier key, name+id+base64, as in the operator's log.pub");
        }
    }

    private static List<NoteKey> added(List<NoteKey> given, List<NoteKey> there, Map<String, Charter> charters)
            throws DeskException {
        List<NoteKey> fresh =
                given.stream().filter(k -> !there.contains(k)).distinct().toList();
        for (NoteKey key : fresh) {
            Sha256 id = Sha256.of(key.publicKey().toByteArray());
            boolean named = charters.values().stream()
                    .map(Charter::log)
                    .anyMatch(l -> l.ed25519().equals(id) || l.mlDsa44().equals(id));
            if (!named) {
                throw new DeskException.Invalid(
                        "no charter that this desk knows names the log key " + id.fingerprint() + "; nothing was added",
                        "once the draft is posted, connect and try again, or give its text: --charter FILE");
            }
        }
        return fresh;
    }

    /** By what to call them: the one pinned, the one in force, and the drafts. */
    private Map<String, Charter> charters(Desk desk) throws DeskException, IOException {
        Map<String, Charter> all = new LinkedHashMap<>();
        Charter inForce = desk.charter();
        all.put("version " + inForce.version() + ", " + (desk.inForce() ? "in force" : "pinned"), inForce);
        desk.governance()
                .map(Governance::drafts)
                .ifPresent(drafts -> drafts.values().stream()
                        .map(Draft::charter)
                        .filter(c -> !c.hash().equals(inForce.hash()))
                        .forEach(c -> all.put("draft " + c.hash().brief() + ", version " + c.version(), c)));
        if (text != null) {
            Charter given = CharterFile.read(text);
            all.put("the given text, version " + given.version(), given);
        }
        return all;
    }

    private int answer(Desk desk, Map<String, Charter> charters, LogKeys keys, List<NoteKey> added) {
        boolean complete =
                charters.values().stream().allMatch(c -> keys.pair(c.log()).isPresent());
        if (options.json()) {
            ObjectNode node = object(desk)
                    .put("file", desk.profile().logKeys().toString())
                    .put("added", added.size());
            ArrayNode array = node.putArray("charters");
            charters.forEach((name, c) -> array.addObject()
                    .put("charter", c.hash().hex())
                    .put("version", c.version())
                    .put("present", keys.pair(c.log()).isPresent()));
            print(node);
        } else {
            Page page = page(desk);
            if (!added.isEmpty()) {
                page.line(added.size() + (added.size() == 1 ? " key" : " keys") + " added to "
                        + desk.profile().logKeys() + ".");
            }
            charters.forEach((name, c) -> page.line(
                    (keys.pair(c.log()).isPresent() ? "there:   " : "MISSING: ") + "the log keys of " + name, 9));
            page.print(terminal.out());
        }
        return complete ? Exit.OK : Exit.CONDITION;
    }
}
