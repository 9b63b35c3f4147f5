package org.demarche.client.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.demarche.charter.Charter;
import org.demarche.charter.CharterExplainer;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.client.KeyFile;
import org.demarche.escalation.Outlook;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.CharterAssent.Builder;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code liaison charter assent}. */
@Command(
        name = "assent",
        description =
                "Assent to a charter with the party's root key, bringing exactly the keys of the party that it names and the log does not know. Shows what is assented to, and asks for the first 8 digits of its hash.")
final class CharterAssent extends RootCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "HASH",
            description = "The charter's hash. Default: the draft of version 1 that the profile pins.")
    private @Nullable Sha256 charter;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "A key that the charter names and that lies on this machine, the root among them; once for each.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--key-passphrase-file",
            paramLabel = "FILE",
            description = "The passphrase of every --key. Default: asked for.")
    private @Nullable Path keyPassphrase;

    @Option(
            names = "--proof",
            paramLabel = "FILE",
            description = "A proof that `demarche liaison key prove` wrote on another machine; once for each.")
    private List<Path> proofs = new ArrayList<>();

    CharterAssent(Terminal terminal) {
        super(terminal);
    }

    @Override
    Act act(Desk desk) throws DeskException, IOException {
        Charter text = text(desk);
        BroughtKeys brought = new BroughtKeys(text, desk);
        for (Path key : keys) {
            brought.add(key, desk.prove(new KeyFile(key, Terminal.passphrase(keyPassphrase)), text.hash()));
        }
        for (Path proof : proofs) {
            brought.add(proof, KeyCommand.proof(proof));
        }
        brought.requireAll();
        Page shown = shown(desk, text);
        brought.write(shown);
        shown.line("You are about to assent to this, for " + desk.profile().party()
                + ". Compare its hash with the other parties, by another way than this log.");
        return new Act(
                draft(text, brought.keys()),
                shown,
                "Type the first " + HashWords.TYPED + " digits of the hash to sign: ",
                HashWords.typed(text.hash()),
                List.of());
    }

    private Charter text(Desk desk) throws DeskException {
        Sha256 hash = charter == null ? desk.profile().charterHash() : charter;
        return desk.charter(hash)
                .orElseThrow(
                        () -> new DeskException.Invalid(
                                "no charter " + hash.brief() + "… waits for assent, by this desk's copy of the log",
                                "compare the hash with the one in the invitation, byte for byte; the text must be posted first: `demarche liaison charter propose`"));
    }

    private static Draft draft(Charter text, List<EnrolledKey> enrolled) {
        Builder assent = org.demarche.proto.v1.CharterAssent.newBuilder()
                .setCharter(text.hash().byteString())
                .addAllKeys(enrolled);
        return Draft.of(Notice.newBuilder().setCharterAssent(assent).build());
    }

    private Page shown(Desk desk, Charter text) throws DeskException {
        Page page = page(desk).line("\"" + text.title() + "\", version " + text.version());
        if (text.hash().equals(desk.charter().hash())) {
            CharterExplainer.explain(text).forEach(s -> page.line(s, 2));
        } else {
            OutlookScreen.write(desk.outlook(text), page);
        }
        page.blank().line("Its hash is");
        HashWords.lines(text.hash()).forEach(l -> page.line("  " + l));
        return page;
    }

    @Override
    List<String> afterwards(Desk desk) throws DeskException {
        Charter text = text(desk);
        Outlook outlook = desk.outlook(text);
        List<String> all = new ArrayList<>();
        if (desk.inForce() && desk.charter().hash().equals(text.hash())) {
            all.add("it is in force" + (text.closes() ? ": the log is closed" : ""));
            return all;
        }
        outlook.current().ifPresent(s -> all.add("old rule: " + s.sentence()));
        all.add((outlook.current().isPresent() ? "new rule: " : "its rule: ")
                + outlook.own().sentence());
        String party = desk.profile().party();
        if (outlook.twice().contains(party)) {
            boolean byOld =
                    outlook.current().map(s -> s.assented().contains(party)).orElse(true);
            boolean byNew = outlook.own().assented().contains(party);
            if (!byOld || !byNew) {
                all.add(party + " gets another root: assent again, with the " + (byNew ? "old" : "new") + " one");
            }
        }
        return all;
    }
}
