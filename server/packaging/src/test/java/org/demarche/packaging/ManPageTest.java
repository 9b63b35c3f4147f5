package org.demarche.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.CommandSpec;

class ManPageTest {
    private static final Map<String, String> PAGES = Commands.all(
                    Commands.launcher().getCommandSpec())
            .collect(Collectors.toMap(ManPage::name, page -> new ManPage(page, "1.2.3", "2026-02-24").text()));

    private static final Map<String, CommandSpec> COMMANDS = Commands.all(
                    Commands.launcher().getCommandSpec())
            .collect(Collectors.toMap(ManPage::name, Function.identity()));

    @Test
    void everyCommand_hasAPage() {
        assertThat(PAGES)
                .containsKeys(
                        "demarche",
                        "demarche-hub",
                        "demarche-hub-run",
                        "demarche-hub-config-check",
                        "demarche-liaison-archive-renew",
                        "demarche-verify",
                        "demarche-exercise",
                        "demarche-conformance-serve")
                .doesNotContainKey("demarche-hub-help");
    }

    @Test
    void page_namesEveryOptionThatIsShown() {
        COMMANDS.forEach((name, command) -> command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> assertThat(PAGES.get(name)).as(name).contains(Roff.bold(option.longestName()))));
    }

    @Test
    void page_leavesNoPlaceholderUnfilled() {
        PAGES.forEach((name, page) -> assertThat(page).as(name).doesNotContain("${", "%n", "@|"));
    }

    @Test
    void page_isOfMacrosThatManKnows() {
        PAGES.values().stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("."))
                .forEach(line -> assertThat(line).matches("\\.(TH .+|nh|ad l|SH .+|PP|TP)"));
    }

    @Test
    void page_isAscii() {
        assertThat(PAGES.values()).allMatch(page -> page.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)));
    }

    @Test
    void subcommandWithoutCodesOfItsOwn_hasThoseOfItsCommand() {
        assertThat(PAGES.get("demarche-hub-run")).contains(".SH \"EXIT STATUS\"");
        assertThat(ExitCodes.of(COMMANDS.get("demarche-hub-run")))
                .isEqualTo(ExitCodes.of(COMMANDS.get("demarche-hub")));
    }

    @Test
    void everyCommandButTheLauncher_saysItsExitCodes() {
        assertThat(COMMANDS).allSatisfy((name, command) -> {
            if (!name.equals("demarche")) {
                assertThat(ExitCodes.of(command)).as(name).containsKeys("0", "2", "70");
            }
        });
    }

    @Test
    void briefOfEveryCommand_fitsOnALine() {
        assertThat(COMMANDS)
                .allSatisfy((name, command) ->
                        assertThat(ManPage.brief(command)).as(name).isNotBlank().hasSizeLessThan(200));
    }

    @Test
    void textThatLooksLikeAMacro_isText() {
        List<String> lines = new Roff()
                .line(".TH is no macro here")
                .line("'nor this")
                .line("back\\slash – dash")
                .macro("SH", "two words", "a\"quote")
                .toString()
                .lines()
                .toList();
        assertThat(lines)
                .containsExactly(
                        "\\&.TH is no macro here",
                        "\\(aqnor this",
                        "back\\eslash \\[u2013] dash",
                        ".SH \"two words\" a\\(dqquote");
    }
}
