package org.demarche.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.demarche.checkpoint.LogKeys;
import org.demarche.checkpoint.NoteException;
import org.demarche.disk.NewFiles;
import org.demarche.evidence.Code;
import org.demarche.evidence.Expectation;
import org.demarche.evidence.Reader;
import org.demarche.evidence.Report;
import org.demarche.evidence.ReportJson;
import org.demarche.evidence.ReportText;
import org.demarche.evidence.TlogProofs;
import org.demarche.evidence.VerdictClass;
import org.demarche.evidence.Verification;
import org.demarche.hash.Sha256;
import org.demarche.key.SignatureVerifier;
import org.demarche.misbehaviour.MisbehaviourVerification;
import org.demarche.refusal.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the command takes and does. What it needs for the verification itself is loaded when it is asked for, so that the help is quick. */
@Command(
        name = "demarche verify",
        description = {
            "Checks one file offline: was this notice sent, was this tier activated, by whom, when; or, of a *.misbehaviour file, did the log lie, how, and since which entry. Or a desk's whole copy of the log.",
            "Needs no network and no clock, and asks nothing. The charter that you trust comes from you, never from the file."
        },
        exitCodeListHeading = "%nexit codes:%n",
        exitCodeList = {
            " 0:PROVEN",
            "10:INVALID, proves nothing: unreadable",
            "11:INVALID: a version that this program does not know",
            "12:INVALID: a signature is missing or false",
            "13:INVALID: a signer was not entitled",
            "14:INVALID: inclusion, consistency or a chain does not hold",
            "20:DISPROVEN, the log lied: two histories",
            "21:DISPROVEN: its times contradict each other, or its witnesses",
            "22:DISPROVEN: it holds what its rules refuse",
            "30:UNDECIDED: another charter than the one you trust, or a text is missing",
            "31:UNDECIDED: too few witnesses",
            "32:UNDECIDED: not renewed in time, as of --at",
            " 2:wrong usage",
            " 7:another result than --expect asks for",
            "70:a defect of this program"
        })
final class VerifyCommand implements Callable<Integer> {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR",
            description = "The file, or - for standard input; or the folder in which a desk keeps its copy of the log.")
    @SuppressWarnings("NullAway.Init")
    private String file;

    @Option(
            names = "--charter",
            required = true,
            paramLabel = "HASH|FILE",
            description =
                    "Charter version 1 that you trust: its SHA-256 (64 lower-case hex digits), or your own copy of its text, which is hashed, not read.")
    @SuppressWarnings("NullAway.Init")
    private String charter;

    @Option(
            names = "--expect",
            paramLabel = "RESULT",
            description = "Exit 7 unless this is what the file proves: " + Expectation.FORMS + ".")
    private @Nullable String expect;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Today, as in 2076-03-01T00:00:00Z: asks whether the file was renewed in time.")
    private @Nullable String at;

    @Option(
            names = "--algorithms",
            paramLabel = "FILE",
            description =
                    "Until when you trust which algorithm, for --at: TOML, [[algorithm]] with name and trusted_until. What it does not name is trusted.")
    private @Nullable String algorithms;

    @Option(
            names = "--anchor",
            paramLabel = "NAME=FILE",
            description =
                    "A time authority whose renewals you trust, for --at: a name, and its certificate in PEM. May be repeated; those of the charter need not be named.")
    private List<String> anchors = List.of();

    @Option(
            names = "--log-keys",
            paramLabel = "FILE",
            description =
                    "For a log: its verifier keys, as in a desk's log.pub; those of its witnesses lie in the folder, or may be here too. Only those that the charter names are used, so the file needs no trust.")
    private @Nullable Path logKeys;

    @Option(
            names = "--tlog-proofs",
            paramLabel = "DIR",
            description =
                    "Also write every entry of the file into this folder, as INDEX.entry, with a C2SP tlog-proof beside it, INDEX.tlog-proof, for tools that are not ours. Not of what is INVALID.")
    private @Nullable Path tlogProofs;

    @Option(
            names = "-o",
            paramLabel = "table|json",
            defaultValue = "table",
            description = "Form of the answer (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init")
    private String form;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    private boolean help;

    VerifyCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        if (!form.equals("table") && !form.equals("json")) {
            throw wrong("-o " + form + " (expected: table or json)");
        }
        Optional<Expectation> expectation = expectation();
        Optional<Instant> present = present();
        if (present.isEmpty() && (algorithms != null || !anchors.isEmpty())) {
            throw wrong("--algorithms and --anchor are for --at, the day as of which renewal is asked; it is missing");
        }
        Sha256 trusted = trusted();
        if (isFolder()) {
            return exit(print(judgeLog(trusted)), expectation);
        }
        if (logKeys != null) {
            throw wrong("--log-keys is for a log, and " + file + " is a file (expected: the folder of a desk's copy)");
        }
        byte[] bytes = read();
        if (FileKind.of(bytes) instanceof FileKind.Misbehaviour lie) {
            return judge(lie, trusted);
        }
        Report report = print(judge(bytes, reader(trusted, present)));
        writeTlogProofs(bytes, report.verdict().code());
        return exit(report, expectation);
    }

    private int judge(FileKind.Misbehaviour lie, Sha256 trusted) {
        if (tlogProofs != null || at != null || expect != null) {
            throw wrong("--tlog-proofs, --at and --expect are for a bundle, and " + file + " is a misbehaviour file");
        }
        var report = MisbehaviourVerification.verify(lie.bytes(), trusted, SignatureVerifier.bouncyCastle());
        print(
                form.equals("json")
                        ? org.demarche.misbehaviour.ReportJson.of(report)
                        : org.demarche.misbehaviour.ReportText.of(report));
        return report.verdict().code().exit();
    }

    private Report print(Report report) {
        print(form.equals("json") ? ReportJson.of(report) : ReportText.of(report));
        return report;
    }

    private void print(String answer) {
        out.print(answer);
        if (out.checkError()) {
            err.println("demarche: error: the answer could not be written");
        }
    }

    private boolean isFolder() {
        try {
            return Files.isDirectory(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Report judgeLog(Sha256 trusted) {
        if (tlogProofs != null || at != null) {
            throw wrong("--tlog-proofs and --at are for a bundle, and " + file + " is a folder");
        }
        if (logKeys == null) {
            throw wrong("--log-keys is missing: a log does not bring its keys (expected: the file log.pub of a desk)");
        }
        try {
            LogKeys keys = LogKeys.parse(Files.readString(logKeys));
            return LogFolder.of(Path.of(file)).verify(keys, trusted, told -> err.println("demarche: " + told));
        } catch (NoteException e) {
            throw wrong("--log-keys " + logKeys + ": " + e.getMessage());
        } catch (IOException e) {
            throw wrong(file + " or " + logKeys
                    + ": cannot be read (expected: a folder with the files entries and head, and a file of keys)");
        }
    }

    private void writeTlogProofs(byte[] bundle, Code code) {
        if (tlogProofs == null) {
            return;
        }
        if (code.verdictClass() == VerdictClass.INVALID) {
            Verify.complain(err, "the file is INVALID, so no tlog-proofs were written", "the answer says why");
            return;
        }
        try {
            NewFiles.write(tlogProofs, TlogProofs.of(bundle));
        } catch (FileAlreadyExistsException e) {
            throw wrong("--tlog-proofs " + tlogProofs + ": " + e.getMessage()
                    + " is there already (expected: a new folder)");
        } catch (IOException e) {
            throw wrong("--tlog-proofs " + tlogProofs + ": cannot be written (expected: a folder for new files)");
        } catch (RefusedException e) {
            throw new IllegalStateException("a bundle that was judged cannot be read", e);
        }
    }

    private int exit(Report report, Optional<Expectation> expectation) {
        Code code = report.verdict().code();
        boolean met = expectation.isEmpty()
                || report.result().filter(expectation.get()::isMetBy).isPresent();
        if (code == Code.PROVEN && !met) {
            Verify.complain(
                    err,
                    "the file proves another result than \"" + expectation.get() + "\"",
                    "the last line of the answer says what it proves");
            return Verify.UNEXPECTED;
        }
        return code.exit();
    }

    private static Report judge(byte[] file, Reader reader) {
        FileKind kind = FileKind.of(file);
        if (kind instanceof FileKind.Evidence evidence) {
            return Verification.verify(evidence.bytes(), reader, SignatureVerifier.bouncyCastle());
        }
        return Verification.unreadable(((FileKind.Unjudged) kind).what(), reader.pinned());
    }

    private Reader reader(Sha256 trusted, Optional<Instant> present) {
        try {
            return new Reader(trusted, present, ReaderFiles.algorithms(algorithms), ReaderFiles.authorities(anchors));
        } catch (ReaderFiles.UnusableException e) {
            throw wrong(e.getMessage());
        }
    }

    private byte[] read() {
        try {
            if (file.equals("-")) {
                return in.readNBytes(Verification.MAX_BYTES + 1);
            }
            try (InputStream opened = Files.newInputStream(Path.of(file))) {
                return opened.readNBytes(Verification.MAX_BYTES + 1);
            }
        } catch (IOException | InvalidPathException e) {
            throw wrong(file + ": cannot be read (expected: a file, or - for standard input)");
        }
    }

    private Sha256 trusted() {
        try {
            return CharterChoice.read(charter);
        } catch (CharterChoice.UnusableException e) {
            throw wrong(e.getMessage());
        }
    }

    private Optional<Expectation> expectation() {
        if (expect == null) {
            return Optional.empty();
        }
        String asked = expect;
        return Optional.of(Expectation.parse(asked)
                .orElseThrow(() -> wrong("--expect \"" + asked + "\" (expected: " + Expectation.FORMS + ")")));
    }

    private Optional<Instant> present() {
        if (at == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(at));
        } catch (DateTimeParseException e) {
            throw wrong("--at " + at + " (expected: an instant such as 2076-03-01T00:00:00Z)");
        }
    }

    private ParameterException wrong(@Nullable String sentence) {
        return new ParameterException(spec.commandLine(), String.valueOf(sentence));
    }
}
