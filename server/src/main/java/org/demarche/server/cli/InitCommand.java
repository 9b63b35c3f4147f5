package org.demarche.server.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterParse;
import org.demarche.charter.CharterParser;
import org.demarche.charter.Problem;
import org.demarche.key.LogSigningKey;
import org.demarche.key.SignatureVerifier;
import org.demarche.key.Verifiers;
import org.demarche.refusal.RefusedException;
import org.demarche.server.HubException;
import org.demarche.server.HubFiles;
import org.demarche.server.HubStore;
import org.demarche.server.LastHead;
import org.demarche.server.audit.Act;
import org.demarche.server.carry.ClosedLog;
import org.demarche.server.carry.FollowerCopy;
import org.demarche.server.config.HubConfig;
import org.demarche.server.config.StoreAddress;
import org.demarche.server.log.Beginning;
import org.demarche.server.store.LogStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hub init}. */
@Command(
        name = "init",
        description = "Begin the log: entry 0 is the charter's text, and its hash the name of the log's trust.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Option(names = "--charter", paramLabel = "FILE", required = true, description = "The text of charter version 1.")
    private Path charterFile = Path.of("");

    @Option(
            names = "--predecessor",
            paramLabel = "FOLDER",
            description =
                    "A desk's copy of the log that this one follows, as the charter's [predecessor] names it: the state folder, or the folder log in it.")
    private @Nullable Path predecessor;

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        byte[] text = read(charterFile);
        Charter charter = parse(text);
        requirePredecessor(charter);
        LogSigningKey key = HubFiles.logKey(config);
        HubFiles.requireLogKey(charter, key.publicKey());
        LogPublicFile logPublic = new LogPublicFile(directory.path());
        try (LogStore store = HubStore.create(config.store())) {
            requireNothingBegun(store, config.store());
            requireNothingShown();
            logPublic.write(charter.log().origin(), key.publicKey());
            Beginning.write(
                    store,
                    ByteString.copyFrom(text),
                    SignatureVerifier.bouncyCastle(),
                    Clock.systemUTC().millis());
        } catch (RefusedException e) {
            throw new HubException(charterFile + ": " + e.refusal().sentence());
        }
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("charter", charter.hash().fingerprint());
        data.put("title", charter.title());
        data.put("status", charter.exercise() ? "exercise" : "actual");
        data.put("origin", charter.log().origin());
        charter.predecessor()
                .ifPresent(p -> data.put("predecessor", p.origin() + ", " + p.size() + " entries, verified"));
        data.put("log_keys", logPublic.toString());
        directory.note(
                Act.INIT,
                Map.of(
                        "charter",
                        charter.hash().fingerprint(),
                        "origin",
                        charter.log().origin(),
                        "store",
                        config.store().toString()));
        output.print(spec.commandLine().getOut(), data);
        Messages.hint(
                spec.commandLine(),
                "everybody who is to check evidence pins this charter's hash; every desk needs a copy of "
                        + HubFiles.LOG_PUBLIC + "; now run demarche hub run");
        return 0;
    }

    /** Nobody should assent to a charter that names another log than there is. */
    private void requirePredecessor(Charter charter) throws HubException {
        if (charter.predecessor().isPresent() != (predecessor != null)) {
            throw new HubException(
                    HubException.USAGE,
                    charter.predecessor().isPresent()
                            ? charterFile + " names a predecessor, "
                                    + charter.predecessor().get().origin()
                                    + ": give a desk's copy of that log, --predecessor FOLDER"
                            : charterFile
                                    + " names no [predecessor]: leave --predecessor out, or add the table that demarche liaison charter predecessor prints",
                    null);
        }
        if (predecessor == null) {
            return;
        }
        ClosedLog.Found found = ClosedLog.check(
                FollowerCopy.open(predecessor),
                charter.predecessor().orElseThrow(),
                Verifiers.fastest(sentence -> Messages.say(spec.commandLine(), sentence)));
        if (!found.closed()) {
            Messages.say(
                    spec.commandLine(),
                    "warning: the predecessor was not closed: it may have gone on behind what [predecessor] names, and that part is not vouched for");
        } else if (found.unmarked() > 0) {
            Messages.say(
                    spec.commandLine(),
                    "warning: the predecessor's hub had yet to mark " + found.unmarked()
                            + " incidents: what moved them last is not provable from what [predecessor] names");
        }
    }

    private static void requireNothingBegun(LogStore store, StoreAddress address) throws HubException {
        if (store.size() > 0) {
            throw new HubException(
                    HubException.USAGE,
                    "the log in " + address
                            + " has begun already: it is never begun twice; give the directory of a new hub",
                    null);
        }
    }

    private void requireNothingShown() throws HubException {
        Optional<Path> shown = new LastHead(directory.path()).file();
        if (shown.isPresent()) {
            throw new HubException(
                    HubException.USAGE,
                    "the hub of this directory has shown a log already (" + shown.get()
                            + "), and its keys must not sign another: run demarche hub restore, or give the directory of a new hub",
                    null);
        }
    }

    private static byte[] read(Path file) throws HubException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new HubException(HubException.SETUP, file + " does not exist: give the charter's text", e);
        } catch (IOException e) {
            throw new HubException(HubException.SETUP, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Charter parse(byte[] text) throws HubException {
        CharterParse parse = CharterParser.parse(text);
        if (parse instanceof CharterParse.Unsound unsound) {
            throw new HubException(charterFile + " is not a sound charter:\n"
                    + unsound.problems().stream().map(Problem::toString).collect(Collectors.joining("\n  ", "  ", "")));
        }
        CharterParse.Sound sound = (CharterParse.Sound) parse;
        sound.remarks().forEach(remark -> Messages.say(spec.commandLine(), "note: " + remark));
        return sound.charter();
    }
}
