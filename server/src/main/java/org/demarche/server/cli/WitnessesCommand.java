package org.demarche.server.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.demarche.server.HubException;
import org.demarche.server.HubStore;
import org.demarche.server.config.HubConfig;
import org.demarche.server.store.LogStore;
import org.demarche.server.witness.WitnessSurvey;
import org.demarche.time.Dtg;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub witnesses}. */
@Command(
        name = "witnesses",
        description = {
            "Say what each witness has cosigned last, how far it is behind, and whether the charter's witness rule is kept up; from the store, also while the hub runs.",
            "A witness that is behind holds up nothing: time and history are then the hub's word, from the last witnessed head on."
        },
        mixinStandardHelpOptions = true)
final class WitnessesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Directory directory = new Directory();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws HubException {
        HubConfig config = directory.config();
        try (LogStore store = HubStore.openToRead(config.store())) {
            WitnessSurvey survey = WitnessSurvey.of(
                    store, config.witnesses().foreign(), Clock.systemUTC().millis());
            tell(survey);
        }
        return 0;
    }

    private void tell(WitnessSurvey survey) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rule", survey.rule().orElse("the charter names no witness: time and history are the hub's word"));
        data.put("entries", survey.entries());
        data.put("offered", survey.offered());
        data.put("witnessed", survey.witnessed());
        data.put("fresh", survey.rule().isEmpty() ? "not asked" : survey.fresh() ? "yes" : "no");
        List<Map<String, Object>> rows = new ArrayList<>();
        for (WitnessSurvey.Line line : survey.lines()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("witness", line.witness());
            row.put("party", line.party().orElse("-"));
            row.put("asked_at", line.url().orElse("-"));
            row.put("cosigned", line.size());
            row.put("at", time(line));
            row.put("behind", line.behind());
            rows.add(row);
        }
        output.print(spec.commandLine().getOut(), data, "witnesses", rows);
    }

    private Object time(WitnessSurvey.Line line) {
        return line.at()
                .map(at -> output.isJson() ? at.toString() : Dtg.of(at.toEpochMilli()))
                .orElse("-");
    }
}
