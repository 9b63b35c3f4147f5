package org.demarche.client.cli;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.demarche.client.Desk;
import org.demarche.client.DeskException;
import org.demarche.client.Draft;
import org.demarche.envelope.Possession;
import org.demarche.escalation.Governance;
import org.demarche.escalation.Signer;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.KeyChange;
import org.demarche.proto.v1.Notice;

/** A command that changes the party's keys or pins: it says of each what will become of it, and what follows. */
abstract class KeyChangeCommand extends RootCommand {
    KeyChangeCommand(Terminal terminal) {
        super(terminal);
    }

    abstract KeyChange change() throws DeskException, IOException;

    @Override
    final Act act(Desk desk) throws DeskException, IOException {
        KeyChange change = change();
        if (change.equals(KeyChange.getDefaultInstance())) {
            throw new DeskException.Invalid(
                    "nothing is to change", "name a key or pin that is to be added or ended; --help shows how");
        }
        Page shown =
                page(desk).line("To be signed by the root of " + desk.profile().party() + ":");
        List<String> follows = new ArrayList<>();
        added(change, shown, follows);
        ended(desk, change, shown, follows);
        compromised(desk, change, shown, follows);
        pins(change, shown, follows);
        return Act.of(Draft.of(Notice.newBuilder().setKeyChange(change).build()), shown, follows);
    }

    private static void added(KeyChange change, Page shown, List<String> follows) {
        for (DeskKey added : change.getAddedList()) {
            shown.line(
                    "  add to desk " + added.getDesk() + " the key "
                            + Possession.keyOf(added.getKey()).id().fingerprint(),
                    4);
        }
        if (change.getAddedCount() > 0) {
            follows.add(
                    "a key that was added speaks from the next entry on, and until another charter is in force: the next draft must name it");
        }
    }

    private static void ended(Desk desk, KeyChange change, Page shown, List<String> follows) {
        for (ByteString bytes : change.getEndedList()) {
            Sha256 id = Sha256.copyOf(bytes);
            shown.line("  end " + whose(desk, id) + " " + id.fingerprint(), 4);
        }
        if (change.getEndedCount() > 0) {
            follows.add("what an ended key signs is refused from the next entry on; notices already logged stand");
            follows.add("it never comes back, whatever a later charter names");
            emptied(desk, change)
                    .forEach(post -> follows.add("desk " + post + " has no key left: demarche liaison key add " + post
                            + "=PROOF gives it one"));
        }
    }

    private static List<String> emptied(Desk desk, KeyChange change) {
        Optional<Governance> governance = desk.governance();
        List<String> emptied = new ArrayList<>();
        if (governance.isPresent()) {
            String party = desk.profile().party();
            desk.charter()
                    .party(party)
                    .ifPresent(p -> p.desks().forEach(post -> {
                        List<Sha256> left = new ArrayList<>(governance.get().keysOfDesk(party, post.name()));
                        boolean had = left.removeIf(k -> change.getEndedList().contains(k.byteString())
                                || change.getCompromisedList().stream()
                                        .anyMatch(c -> c.getKeyId().equals(k.byteString())));
                        boolean gets = change.getAddedList().stream()
                                .anyMatch(a -> a.getDesk().equals(post.name()));
                        if (had && left.isEmpty() && !gets) {
                            emptied.add(post.name());
                        }
                    }));
        }
        return emptied;
    }

    private static void compromised(Desk desk, KeyChange change, Page shown, List<String> follows) {
        change.getCompromisedList().forEach(c -> {
            Sha256 id = Sha256.copyOf(c.getKeyId());
            shown.line(
                    "  declare compromised, from entry " + c.getSinceIndex() + " on, " + whose(desk, id) + " "
                            + id.fingerprint(),
                    4);
        });
        if (change.getCompromisedCount() > 0) {
            follows.add("the key has ended, and never comes back");
            follows.add(
                    "nothing that it has signed is undone: an activation stands; but every reader, and `verify`, is told that its notices since then are doubtful");
            follows.add(
                    "correct what others have said in your name: demarche liaison correct ID; and tell the other parties by another way");
            if (change.getEndedCount() == 0) {
                emptied(desk, change)
                        .forEach(post -> follows.add("desk " + post + " has no key left: demarche liaison key add "
                                + post + "=PROOF gives it one"));
            }
        }
    }

    private static void pins(KeyChange change, Page shown, List<String> follows) {
        change.getTlsAddedList()
                .forEach(p -> shown.line("  add the TLS pin " + Sha256.copyOf(p).fingerprint(), 4));
        change.getTlsEndedList()
                .forEach(p -> shown.line("  end the TLS pin " + Sha256.copyOf(p).fingerprint(), 4));
        if (change.getTlsAddedCount() > 0) {
            follows.add(
                    "a machine with a pin that was added can connect at once, until another charter is in force: the next draft must name it");
        }
        if (change.getTlsEndedCount() > 0) {
            follows.add("a machine with an ended pin is refused at its next call; the pin never comes back");
        }
    }

    private static String whose(Desk desk, Sha256 key) {
        return desk.governance()
                .flatMap(g -> g.signer(key))
                .map(Signer::toString)
                .map(s -> "the key of " + s)
                .orElse("a key that is not in force,");
    }

    static List<ByteString> bytes(List<Sha256> hashes) {
        return hashes.stream().map(Sha256::byteString).toList();
    }

    static List<DeskKey> added(Map<String, Path> proofs) throws DeskException, IOException {
        List<DeskKey> keys = new ArrayList<>();
        for (Map.Entry<String, Path> entry : proofs.entrySet()) {
            keys.add(DeskKey.newBuilder()
                    .setDesk(entry.getKey())
                    .setKey(KeyCommand.proof(entry.getValue()))
                    .build());
        }
        return keys;
    }
}
