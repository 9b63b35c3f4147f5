package org.demarche.packaging;

import static org.demarche.packaging.Roff.bold;
import static org.demarche.packaging.Roff.escaped;
import static org.demarche.packaging.Roff.italic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The page in section 1 of the manual about one command. */
final class ManPage {
    private final CommandSpec command;
    private final String version;
    private final String date;

    /**
     * @param version of the release
     * @param date of the release, as in 2026-02-24
     */
    ManPage(CommandSpec command, String version, String date) {
        this.command = command;
        this.version = version;
        this.date = date;
    }

    /** Its name as {@code man} wants it: demarche-hub-run. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    /** The file's text. */
    String text() {
        Roff page = new Roff();
        page.macro("TH", name(command).toUpperCase(Locale.ROOT), "1", date, "Demarche " + version, "Demarche");
        // No words are divided and no lines padded: what is typed from here must be as it is shown.
        page.macro("nh").macro("ad", "l");
        page.macro("SH", "NAME").raw(escaped(name(command)) + " \\- " + escaped(brief(command)));
        page.macro("SH", "SYNOPSIS").raw(synopsis());
        page.macro("SH", "DESCRIPTION");
        paragraphs(page, lines(command.usageMessage().description()));
        arguments(page);
        options(page);
        subcommands(page);
        exitCodes(page);
        notes(page);
        seeAlso(page);
        return page.toString();
    }

    /** The first sentence, or what of it comes before a colon, without its stop. */
    static String brief(CommandSpec command) {
        String first = lines(command.usageMessage().description()).findFirst().orElse(command.name());
        String sentence = first.split("(?<=[.:;])\\s", 2)[0];
        return sentence.replaceAll("[.:;]$", "");
    }

    private String synopsis() {
        command.usageMessage().width(10_000);
        String synopsis =
                new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0).strip();
        String name = command.qualifiedName(" ");
        return bold(name) + escaped(synopsis.startsWith(name) ? synopsis.substring(name.length()) : " " + synopsis);
    }

    private void arguments(Roff page) {
        section(
                page,
                "ARGUMENTS",
                command.positionalParameters().stream().filter(p -> !p.hidden()).toList(),
                parameter -> italic(parameter.paramLabel()));
    }

    private void options(Roff page) {
        List<OptionSpec> options = command.options().stream()
                .filter(option -> !option.hidden())
                .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
                .toList();
        section(page, "OPTIONS", options, ManPage::option);
    }

    private static String option(OptionSpec option) {
        String names = Arrays.stream(option.names()).map(Roff::bold).collect(Collectors.joining(", "));
        if (option.arity().max() == 0) {
            return names;
        }
        String value = (option.longestName().startsWith("--") ? "=" : " ") + italic(option.paramLabel());
        return names + (option.arity().min() == 0 ? "[" + value + "]" : value);
    }

    private static <A extends ArgSpec> void section(Roff page, String title, List<A> all, Function<A, String> label) {
        if (all.isEmpty()) {
            return;
        }
        page.macro("SH", title);
        for (A one : all) {
            page.macro("TP").raw(label.apply(one));
            page.line(lines(one.description()).collect(Collectors.joining(" ")));
        }
    }

    private void subcommands(Roff page) {
        List<CommandSpec> beneath = Commands.beneath(command);
        if (beneath.isEmpty()) {
            return;
        }
        page.macro("SH", "COMMANDS");
        for (CommandSpec sub : beneath) {
            page.macro("TP").raw(bold(sub.name()));
            page.line(lines(sub.usageMessage().description()).collect(Collectors.joining(" ")));
        }
    }

    private void exitCodes(Roff page) {
        Map<String, String> codes = ExitCodes.of(command);
        if (codes.isEmpty()) {
            return;
        }
        page.macro("SH", "EXIT STATUS");
        codes.forEach((code, meaning) -> page.macro("TP").raw(bold(code)).line(meaning));
    }

    private void notes(Roff page) {
        List<String> footer = lines(command.usageMessage().footer()).toList();
        if (!footer.isEmpty()) {
            paragraphs(page.macro("SH", "NOTES"), footer.stream());
        }
    }

    private void seeAlso(Roff page) {
        Stream<CommandSpec> above = Optional.ofNullable(command.parent()).stream();
        String also = Stream.concat(above, Commands.beneath(command).stream())
                .map(other -> bold(name(other)) + "(1)")
                .collect(Collectors.joining(", "));
        page.macro("SH", "SEE ALSO").raw(also);
    }

    private static void paragraphs(Roff page, Stream<String> lines) {
        List<String> all = lines.toList();
        for (int i = 0; i < all.size(); i++) {
            (i == 0 ? page : page.macro("PP")).line(all.get(i));
        }
    }

    /** As the help prints them, but for where its lines end. */
    private static Stream<String> lines(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Ansi.OFF.string(String.format(text)))
                .flatMap(String::lines)
                .filter(line -> !line.isBlank());
    }
}
