package org.demarche.charter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.demarche.hash.Sha256;
import org.demarche.rule.Rule;
import org.demarche.rule.RuleNames;

/** Reads the time authorities and the rule over them. */
final class TimeAuthorityReader {
    static final int MAX_AUTHORITIES = 16;

    private static final int MAX_OPERATOR = 100;
    private static final int MAX_POLICY = 128;
    private static final Pattern OBJECT_IDENTIFIER =
            Pattern.compile("(?:[01]\\.(?:[0-9]|[123][0-9])|2\\.(?:0|[1-9][0-9]*))(?:\\.(?:0|[1-9][0-9]*))*");

    private final Table top;
    private final Examination examination;

    TimeAuthorityReader(Table top, Examination examination) {
        this.top = top;
        this.examination = examination;
    }

    /** Their names, as the rule over them may use them. */
    static RuleNames ruleNames(List<Charter.TimeAuthority> authorities) {
        return RuleNames.of(
                authorities.stream().map(Charter.TimeAuthority::name).collect(Collectors.toSet()));
    }

    /** In the charter's order. */
    List<Charter.TimeAuthority> readAuthorities() {
        List<Charter.TimeAuthority> authorities = new ArrayList<>();
        NameReader names = new NameReader("time authority");
        KeyPlaces certificates = new KeyPlaces("certificate", examination);
        Map<String, String> operators = new HashMap<>();
        for (Table table : top.tables("time_authority", 0, MAX_AUTHORITIES)) {
            Optional<String> name = names.read(table);
            Table named = name.map(n -> table.at("[[time_authority]] " + n)).orElse(table);
            named.allow("name", "operator", "certificate", "policy");
            String operator = readOperator(named, operators);
            Sha256 certificate = certificates.read(named, "certificate");
            Optional<String> policy = readPolicy(named);
            name.ifPresent(n -> authorities.add(new Charter.TimeAuthority(n, operator, certificate, policy)));
        }
        return authorities;
    }

    /** Which of them must stamp; there is such a rule exactly when there are authorities. */
    Optional<Rule> readRule(List<Charter.TimeAuthority> authorities) {
        if (!top.has("time_authority") && !top.has("timestamped")) {
            return Optional.empty();
        }
        if (!top.has("time_authority")) {
            top.problem(
                    "timestamped",
                    "a rule without time authorities (expected: [[time_authority]] tables, or no such rule)");
            return Optional.empty();
        }
        return new RuleReader(ruleNames(authorities), false, examination).read(top, "timestamped");
    }

    /** Two authorities of one operator would be one word that counts twice. */
    private static String readOperator(Table table, Map<String, String> taken) {
        Optional<String> operator = table.text("operator", MAX_OPERATOR);
        operator.map(o -> taken.putIfAbsent(o, table.place()))
                .ifPresent(first -> table.problem(
                        "operator", "the same as of " + first + " (expected: authorities of different operators)"));
        return operator.orElse("");
    }

    private static Optional<String> readPolicy(Table table) {
        if (!table.has("policy")) {
            return Optional.empty();
        }
        Optional<String> policy = table.text("policy", MAX_POLICY);
        policy.filter(p -> !OBJECT_IDENTIFIER.matcher(p).matches())
                .ifPresent(p -> table.problem(
                        "policy", "'" + Table.shown(p) + "' (expected: an object identifier, such as 1.3.6.1.4.1)"));
        return policy;
    }
}
