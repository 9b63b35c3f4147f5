package org.demarche.client.exercise.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.demarche.charter.Words;
import org.demarche.proto.v1.Category;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;
import org.demarche.proto.v1.Position;
import org.demarche.refusal.Reason;
import org.demarche.toml.LongNumbers;

/** Reads a scenario and finds everything that is wrong with it at once. */
final class ScenarioReader {
    private static final int LONGEST_CHARS = 262_144;
    private static final int MOST_STEPS = 1_000;
    private static final String CATEGORY = "CATEGORY_";
    private static final int LAST_TIER = 99;
    private static final int LAST_CONDITION = 16;

    private final String toml;
    private final List<String> problems = new ArrayList<>();

    ScenarioReader(String toml) {
        this.toml = toml;
    }

    Scenario read() throws ScenarioException {
        StepTable head = new StepTable("scenario", load(), problems);
        String title = head.text("title");
        JsonNode tables = head.node("step");
        List<Step> steps = new ArrayList<>();
        if (!tables.isArray() || tables.isEmpty() || tables.size() > MOST_STEPS) {
            problems.add("step: expected 1 to " + MOST_STEPS + " tables [[step]]");
        } else {
            for (int i = 0; i < tables.size(); i++) {
                step(i + 1, tables.get(i)).ifPresent(steps::add);
            }
        }
        head.end();
        if (!problems.isEmpty()) {
            throw new ScenarioException(problems);
        }
        return new Scenario(title, steps);
    }

    private ObjectNode load() throws ScenarioException {
        if (toml.length() > LONGEST_CHARS) {
            throw new ScenarioException(
                    List.of("scenario: " + toml.length() + " characters (expected: at most " + LONGEST_CHARS + ")"));
        }
        try {
            ObjectNode table = (ObjectNode) new TomlMapper().readTree(toml);
            OptionalInt line = LongNumbers.firstLine(toml);
            if (line.isPresent()) {
                throw new ScenarioException(List.of("line " + line.getAsInt() + ": " + LongNumbers.SENTENCE));
            }
            return table;
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? "scenario"
                    : "line " + e.getLocation().getLineNr();
            throw new ScenarioException(List.of(place + ": not TOML: "
                    + e.getOriginalMessage().lines().findFirst().orElse("unreadable")));
        }
    }

    private Optional<Step> step(int number, JsonNode node) {
        if (!(node instanceof ObjectNode fields)) {
            problems.add("step " + number + ": expected a table [[step]]");
            return Optional.empty();
        }
        StepTable table = new StepTable("step " + number, fields, problems);
        Optional<String> name = table.optional("name");
        Optional<String> say = table.optional("say");
        List<Condition> when = when(table);
        Optional<Condition.Since> by = table.optional("by")
                .flatMap(word -> table.word("by", word, "plan time, such as T+70h", ConditionParser::since));
        List<String> who = table.texts("who", true);
        List<String> except = table.texts("except", false);
        Optional<Reason> expect = table.optional("expect")
                .flatMap(word -> table.word(
                        "expect", word, "a reason for refusal, such as NOT_ENTITLED", ScenarioReader::reason));
        Optional<Act> act = act(table);
        table.end();
        return act.map(a -> new Step(number, name, say, when, by, who, except, a, expect));
    }

    private static List<Condition> when(StepTable table) {
        return table.optional("when").stream()
                .flatMap(text -> Arrays.stream(text.split(" and ", -1)))
                .flatMap(word -> table
                        .word(
                                "when",
                                word.strip(),
                                "a condition, such as in force, T+26h or tier 1 active",
                                Condition::parse)
                        .stream())
                .toList();
    }

    private Optional<Act> act(StepTable table) {
        String verb = table.text("does");
        return switch (verb) {
            case "assent" -> Optional.of(new Act.Assent());
            case "declare" ->
                Optional.of(new Act.Declare(table.text("title"), table.text("document"), table.text("text")));
            case "pledge" ->
                component(table).map(c -> new Act.Pledge(c, table.text("text"), table.texts("conditions", false)));
            case "meet" ->
                Optional.of(new Act.Meet(
                        table.text("of"),
                        table.number("condition", LAST_CONDITION),
                        table.optional("text").orElse("")));
            case "report" -> report(table);
            case "find" ->
                finding(table)
                        .map(kind -> new Act.Find(kind, table.optional("text").orElse("")));
            case "warn" -> Optional.of(new Act.Warn(table.text("text"), table.text("to"), table.text("channel")));
            case "measures" -> Optional.of(new Act.Measures(table.text("text")));
            case "propose" ->
                Optional.of(new Act.Propose(
                        table.number("tier", LAST_TIER),
                        true,
                        table.optional("text").orElse("")));
            case "stand down" ->
                Optional.of(new Act.Propose(
                        table.number("tier", LAST_TIER),
                        false,
                        table.optional("text").orElse("")));
            case "concur" -> respond(table, Position.POSITION_CONCUR);
            case "decline" -> respond(table, Position.POSITION_DECLINE);
            case "receive" -> respond(table, Position.POSITION_RECEIVED);
            case "message" -> Optional.of(new Act.Say(table.optional("subject").orElse(""), table.text("text")));
            case "send again" -> Optional.of(new Act.Repeat(table.text("of")));
            case "stay silent" -> Optional.of(new Act.StaySilent(table.text("text")));
            case "stop witness" -> Optional.of(new Act.StopWitness(table.text("text")));
            case "" -> Optional.empty();
            default -> {
                table.problem(
                        "does",
                        "\"" + verb
                                + "\" (expected: assent, declare, pledge, meet, report, find, warn, measures, propose, stand down, "
                                + "concur, decline, receive, message, send again, stay silent or stop witness)");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Act> respond(StepTable table, Position position) {
        return Optional.of(new Act.Respond(
                table.number("tier", LAST_TIER),
                position,
                table.optional("text").orElse("")));
    }

    private static Optional<Act> report(StepTable table) {
        Optional<Category> category = table.word(
                "category", table.text("category"), "a category, such as artillery or drone", ScenarioReader::category);
        double latitude = table.degrees("latitude", 90);
        double longitude = table.degrees("longitude", 180);
        String place = table.optional("place").orElse("");
        String text = table.text("text");
        return category.map(c -> new Act.Report(c, latitude, longitude, place, text));
    }

    private static Optional<FindingKind> finding(StepTable table) {
        return table.word("finding", table.text("finding"), "a finding, such as hostilities continue", Words::finding);
    }

    private static Optional<Component> component(StepTable table) {
        return table.word(
                "component",
                table.text("component"),
                "a component, such as support or binding-commitment",
                Words::component);
    }

    private static Optional<Category> category(String word) {
        String name = CATEGORY + word.toUpperCase(Locale.ROOT).replace(' ', '_');
        return Arrays.stream(Category.values())
                .filter(c -> c != Category.UNRECOGNIZED
                        && c != Category.CATEGORY_UNSPECIFIED
                        && c.name().equals(name))
                .findFirst();
    }

    private static Optional<Reason> reason(String word) {
        return Arrays.stream(Reason.values()).filter(r -> r.name().equals(word)).findFirst();
    }
}
