package org.demarche.oracle;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.DeskKey;
import org.demarche.proto.v1.EnrolledKey;
import org.demarche.proto.v1.Notice;
import org.demarche.proto.v1.Pledge;

/** What governs after so many entries: charters, keys, pledges. Every answer is found by reading the log from its beginning. */
final class PlainGovernance {
    private static final byte[] SUITE =
            ByteString.copyFromUtf8("ed25519+ml-dsa-65").toByteArray();

    private final List<Line> lines;
    /** By number of entries: whether version 1 has been adopted, and the charter. Found once, since everything below asks for it all the time. */
    private final List<Boolean> inForce = new ArrayList<>();

    private final List<PlainCharter> charters = new ArrayList<>();
    private final Map<Asked, Optional<String>> desks = new HashMap<>();

    private record Asked(int n, String party, Sha256 key) {}

    PlainGovernance(List<Line> lines) {
        this.lines = lines;
        PlainCharter charter = PlainCharter.of(lines.get(0).entry().getGenesis().getText());
        boolean adopted = false;
        inForce.add(false);
        charters.add(charter);
        for (int n = 1; n <= lines.size(); n++) {
            for (PlainCharter draft : drafts(n, charter)) {
                if (adoptedBy(n, charter, draft)) {
                    adopted = true;
                    charter = draft;
                    break;
                }
            }
            if (!adopted && charter.adoptedBy(assenting(n, charter, charter))) {
                adopted = true;
            }
            inForce.add(adopted);
            charters.add(charter);
        }
    }

    /** Whether version 1 is adopted after {@code n} entries. */
    boolean inForce(int n) {
        return inForce.get(n);
    }

    /** The charter that governs, or the draft of version 1, after {@code n} entries. */
    PlainCharter charter(int n) {
        return charters.get(n);
    }

    private boolean adoptedBy(int n, PlainCharter current, PlainCharter draft) {
        return current.adoptedBy(assenting(n, draft, current)) && draft.adoptedBy(assenting(n, draft, draft));
    }

    /** The parties that have assented to {@code text} with the root key that {@code naming} names for them. */
    private Set<String> assenting(int n, PlainCharter text, PlainCharter naming) {
        Set<String> parties = new TreeSet<>();
        for (Line.Word word : words(n)) {
            Notice notice = word.notice();
            if (notice.hasCharterAssent()
                    && notice.getCharterAssent().getCharter().equals(text.hash().byteString())
                    && naming.root(notice.getAuthor()).equals(Optional.of(word.keyId()))) {
                parties.add(notice.getAuthor());
            }
        }
        return parties;
    }

    /** The posted texts that may follow this charter. */
    List<PlainCharter> drafts(int n, PlainCharter current) {
        return words(n).stream()
                .filter(w -> w.notice().hasCharterText())
                .map(w -> PlainCharter.of(w.notice().getCharterText().getText()))
                .filter(d -> d.follows(current))
                .toList();
    }

    /** Whether this root key has assented to this text. */
    boolean assented(int n, Sha256 key, ByteString text) {
        return words(n).stream()
                .anyMatch(w -> w.notice().hasCharterAssent()
                        && w.notice().getCharterAssent().getCharter().equals(text)
                        && w.keyId().equals(key));
    }

    /** Every key that a party's assents and key changes have brought. */
    Set<Sha256> brought(int n, String party) {
        Set<Sha256> brought = new HashSet<>();
        for (Line.Word word : words(n)) {
            if (word.notice().getAuthor().equals(party)) {
                word.notice().getCharterAssent().getKeysList().forEach(k -> brought.add(keyId(k)));
                word.notice().getKeyChange().getAddedList().forEach(k -> brought.add(keyId(k.getKey())));
            }
        }
        return brought;
    }

    /** Every key that a key change has ended, or declared compromised. */
    Set<Sha256> ended(int n) {
        Set<Sha256> ended = new HashSet<>();
        words(n).forEach(w -> {
            w.notice().getKeyChange().getEndedList().forEach(k -> ended.add(Sha256.copyOf(k)));
            w.notice().getKeyChange().getCompromisedList().forEach(k -> ended.add(Sha256.copyOf(k.getKeyId())));
        });
        return ended;
    }

    /** The keys that a party has declared compromised, and from which index on. */
    Map<Sha256, Long> compromised(int n, String party) {
        Map<Sha256, Long> since = new HashMap<>();
        words(n).stream()
                .filter(w -> w.notice().getAuthor().equals(party))
                .flatMap(w -> w.notice().getKeyChange().getCompromisedList().stream())
                .forEach(k -> since.merge(Sha256.copyOf(k.getKeyId()), k.getSinceIndex(), Math::min));
        return since;
    }

    /** The id of a key. */
    static Sha256 keyId(EnrolledKey key) {
        return Sha256.of(SUITE, key.getEd25519().toByteArray(), key.getMlDsa65().toByteArray());
    }

    /** Whether the key is the party's root key in force. */
    boolean isRoot(int n, String party, Sha256 key) {
        return charter(n).root(party).equals(Optional.of(key))
                && brought(n, party).contains(key)
                && !ended(n).contains(key);
    }

    /** Whether the key is in force, whosever it is. */
    boolean inUse(int n, Sha256 key) {
        return charter(n).parties().stream()
                .anyMatch(p -> isRoot(n, p, key) || desk(n, p, key).isPresent());
    }

    /** The desk of a party that may sign with this key. Looked up once. */
    Optional<String> desk(int n, String party, Sha256 key) {
        return desks.computeIfAbsent(new Asked(n, party, key), a -> findDesk(n, party, key));
    }

    private Optional<String> findDesk(int n, String party, Sha256 key) {
        if (!brought(n, party).contains(key) || ended(n).contains(key)) {
            return Optional.empty();
        }
        for (var desk : charter(n).desks(party).entrySet()) {
            if (desk.getValue().contains(key) || added(n, party, desk.getKey()).contains(key)) {
                return Optional.of(desk.getKey());
            }
        }
        return Optional.empty();
    }

    /** Keys that were added for a desk while this charter governs: a successor starts from its own text. */
    private Set<Sha256> added(int n, String party, String desk) {
        Set<Sha256> added = new HashSet<>();
        for (Line line : lines.subList(0, n)) {
            if (line.word().isEmpty() || !charter(line.index()).equals(charter(n))) {
                continue;
            }
            Notice notice = line.word().get().notice();
            for (DeskKey key : notice.getKeyChange().getAddedList()) {
                if (notice.getAuthor().equals(party) && key.getDesk().equals(desk)) {
                    added.add(keyId(key.getKey()));
                }
            }
        }
        return added;
    }

    // Pledges

    /** Whether the entry is part of the governance chain. */
    boolean links(int index) {
        return lines.get(index).entry().hasGenesis()
                || lines.get(index).word().filter(w -> links(index, w)).isPresent();
    }

    /** Whether this notice, as entry {@code index}, is part of the governance chain. */
    boolean links(int index, Line.Word word) {
        Notice notice = word.notice();
        return switch (notice.getBodyCase()) {
            case CHARTER_ASSENT, KEY_CHANGE -> true;
            case PLEDGE -> charter(index).requires(gate(notice.getAuthor(), notice.getPledge()));
            case CONDITION_MET ->
                find(lines.size(), notice.getConditionMet().getPledge())
                        .filter(p -> linked(p.id()))
                        .isPresent();
            case PLEDGE_ENDED ->
                find(lines.size(), notice.getPledgeEnded().getPledge())
                        .filter(p -> linked(p.id()))
                        .isPresent();
            default -> false;
        };
    }

    /** Whether this pledge is part of the governance chain. */
    boolean linked(Sha256 pledge) {
        return lines.stream()
                .anyMatch(l -> l.word().filter(w -> w.id().equals(pledge)).isPresent() && links(l.index()));
    }

    private static String gate(String party, Pledge pledge) {
        String component = pledge.getComponent().name().substring("COMPONENT_".length());
        return "pledge " + party + " " + component.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The linked pledges that could open this gate. */
    List<Line.Word> pledges(int n, String gate) {
        List<Line.Word> pledges = new ArrayList<>();
        for (Line line : lines.subList(0, n)) {
            line.word()
                    .filter(w -> w.notice().hasPledge()
                            && gate(w.notice().getAuthor(), w.notice().getPledge())
                                    .equals(gate)
                            && links(line.index()))
                    .ifPresent(pledges::add);
        }
        return pledges;
    }

    /** Whether this gate of a pledge is open at an instant. */
    boolean pledged(int n, String gate, long atMs) {
        return pledges(n, gate).stream().anyMatch(p -> {
            Pledge pledge = p.notice().getPledge();
            return !over(n, p.id())
                    && met(n, p.id()).size() == pledge.getConditionsCount()
                    && pledge.getFromMs() <= atMs
                    && (pledge.getUntilMs() == 0 || atMs < pledge.getUntilMs());
        });
    }

    /** When the pledges that could open this gate begin and end, as far as only time is awaited. */
    Set<Long> beginningsAndEnds(int n, String gate) {
        Set<Long> instants = new TreeSet<>();
        for (Line.Word word : pledges(n, gate)) {
            Pledge pledge = word.notice().getPledge();
            if (!over(n, word.id()) && met(n, word.id()).size() == pledge.getConditionsCount()) {
                instants.addAll(List.of(pledge.getFromMs(), pledge.getUntilMs()));
            }
        }
        return instants;
    }

    /** The conditions of a pledge that are met. */
    Set<Integer> met(int n, Sha256 pledge) {
        Set<Integer> met = new TreeSet<>();
        words(n).stream()
                .map(w -> w.notice().getConditionMet())
                .filter(c -> c.getPledge().equals(pledge.byteString()))
                .forEach(c -> met.add(c.getCondition()));
        return met;
    }

    /** Whether a pledge has been ended by its party. */
    boolean over(int n, Sha256 pledge) {
        return words(n).stream()
                .anyMatch(w -> w.notice().getPledgeEnded().getPledge().equals(pledge.byteString()));
    }

    /** The notices among the first {@code n} entries. */
    List<Line.Word> words(int n) {
        return lines.subList(0, n).stream().flatMap(l -> l.word().stream()).toList();
    }

    /** A notice among the first {@code n} entries. */
    Optional<Line.Word> find(int n, ByteString id) {
        return words(n).stream().filter(w -> w.id().byteString().equals(id)).findFirst();
    }
}
