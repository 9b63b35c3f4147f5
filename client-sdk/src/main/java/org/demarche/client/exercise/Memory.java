package org.demarche.client.exercise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.demarche.client.Receipt;
import org.demarche.client.exercise.scenario.Act;
import org.demarche.client.exercise.scenario.Step;
import org.demarche.hash.Sha256;
import org.demarche.proto.v1.IncidentState;

/** What earlier steps have left behind: the incident, and the receipts of named steps. */
final class Memory implements Drafts.Memory {
    private final Stage stage;
    private final Map<String, Receipt> named = new HashMap<>();
    private Optional<Sha256> incident = Optional.empty();

    Memory(Stage stage) {
        this.stage = stage;
    }

    /** A step has been logged; the first report opens the incident. */
    void add(Step step, Receipt receipt) {
        step.name().ifPresent(name -> named.put(name, receipt));
        if (step.act() instanceof Act.Report && incident.isEmpty()) {
            incident = receipt.incident();
        }
    }

    /** The receipt of a named step. */
    Optional<Receipt> receipt(String step) {
        return Optional.ofNullable(named.get(step));
    }

    @Override
    public Optional<Sha256> incident() {
        return incident;
    }

    @Override
    public Optional<IncidentState> state() {
        return incident.flatMap(stage::incident);
    }

    @Override
    public Optional<Sha256> noticeOf(String step) {
        return receipt(step).map(Receipt::notice);
    }
}
