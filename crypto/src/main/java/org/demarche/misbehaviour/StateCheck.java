package org.demarche.misbehaviour;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.demarche.escalation.Incident;
import org.demarche.evidence.ClaimedEntry;
import org.demarche.evidence.Code;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;
import org.demarche.proto.v1.StateStatement;
import org.demarche.proto.v1.TierState;
import org.demarche.time.Dtg;

/** A state held against what the rules give behind the head that it names. */
final class StateCheck {
    private final UnverifiedMisbehaviour file;
    private final Account account;
    private final StateStatement statement;

    private StateCheck(UnverifiedMisbehaviour file, Account account) {
        this.file = file;
        this.account = account;
        this.statement = ((LogWord.OfState) file.word()).statement();
    }

    static Finding of(UnverifiedMisbehaviour file, Account account) {
        return new StateCheck(file, account).judge();
    }

    private Finding judge() {
        Optional<String> incomplete = file.whole() ? Optional.empty() : incomplete();
        if (incomplete.isPresent()) {
            return new Finding.NotShown(incomplete.get());
        }
        IncidentState said = statement.getState();
        String who = "showed incident " + brief(said) + "… ";
        if (said.getIncident().size() != Sha256.LENGTH) {
            return shown("showed an incident whose name is no hash");
        }
        Optional<Incident> given = account.state().incident(Sha256.copyOf(said.getIncident()));
        if (given.isEmpty()) {
            return shown(who + "behind " + statement.getSize() + " entries, none of which opens it");
        }
        IncidentState rules = given.get().state();
        if (!said.equals(rules)) {
            return shown(who + difference(said, rules) + ", behind " + statement.getSize() + " entries");
        }
        return account.governanceTip()
                        .filter(t -> !t.byteString().equals(statement.getGovernance()))
                        .isPresent()
                ? shown(who + "under another governance entry than the newest")
                : new Finding.NotShown("the state is the one that the rules give");
    }

    /** What the chains lack to be those that the statement speaks of. More than it names, under its own head, convicts it as well. */
    private Optional<String> incomplete() {
        if (file.governance().stream().noneMatch(g -> g.leaf().byteString().equals(statement.getGovernance()))) {
            return Optional.of("the file does not bring the governance entry that the state names");
        }
        IncidentState said = statement.getState();
        for (ClaimedEntry entry : file.entries()) {
            if (!entry.entry().incident().map(Sha256::byteString).equals(Optional.of(said.getIncident()))) {
                return Optional.of("the entries are not those of the incident that the state is about");
            }
        }
        return file.entries().stream().anyMatch(e -> e.index() == said.getLastIndex())
                ? Optional.empty()
                : Optional.of("the file does not bring the entry of the incident that the state names as its newest");
    }

    private static String difference(IncidentState said, IncidentState given) {
        for (TierState tier : said.getTiersList()) {
            OptionalLong instead = given.getTiersList().stream()
                    .filter(t -> t.getTier() == tier.getTier())
                    .mapToLong(TierState::getActivatedAtMs)
                    .findFirst();
            if (tier.getActivatedAtMs() != instead.orElse(0)) {
                return "with tier " + tier.getTier() + " " + active(tier.getActivatedAtMs())
                        + ", where the rules give that it is " + active(instead.orElse(0));
            }
        }
        String field = IncidentState.getDescriptor().getFields().stream()
                .filter(f -> !Objects.equals(value(said, f), value(given, f)))
                .map(FieldDescriptor::getName)
                .findFirst()
                .orElseThrow();
        return "with another " + field + " than the rules give";
    }

    private static Object value(IncidentState state, FieldDescriptor field) {
        return state.getField(field);
    }

    private static String active(long sinceMs) {
        return sinceMs == 0 ? "not active" : "active since " + Dtg.of(sinceMs);
    }

    private static String brief(IncidentState said) {
        return said.getIncident().size() == Sha256.LENGTH
                ? Sha256.copyOf(said.getIncident()).brief()
                : "?";
    }

    private Finding shown(String what) {
        return new Finding.Shown(Code.FOLD, what, statement.getState().getLastIndex());
    }
}
