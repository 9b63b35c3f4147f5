package org.demarche.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.demarche.server.TestWitness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The declarations: the reader asks for each, the documents and the first hub.toml have each, and what is shown can be read again. */
final class HubSettingsTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final String BEGIN = "<!-- settings: begin -->\n";
    private static final String END = "<!-- settings: end -->";

    private static final String FULL =
            "[tiles]\nport = 1\nhost = \"::1\"\n[[witness.foreign]]\nname = \"w1\"\nurl = \"https://w.example\"\nverifier_keys = ["
                    + new TestWitness("w1")
                            .keys().stream().map(k -> '"' + k.text() + '"').collect(Collectors.joining(", "))
                    + "]\n[[time_authority]]\nname = \"alpha \\\"\\u0007\\\\ \\u007f\"\nurl = \"https://t.example/tsa\"\nanchor = \"a.pem\"\n";

    /** {@code -Ddemarche.settings=true} writes the table of the document anew before it is compared. */
    @BeforeAll
    static void writeIfAsked() throws IOException {
        if (Boolean.getBoolean("demarche.settings")) {
            String text = Files.readString(DOCUMENT);
            Files.writeString(
                    DOCUMENT,
                    text.substring(0, text.indexOf(BEGIN))
                            + BEGIN
                            + HubSettings.markdown()
                            + text.substring(text.indexOf(END)));
        }
    }

    private static String tableIn(String document) {
        return document.substring(document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END));
    }

    @Test
    void document_hasTheDeclarationsAsTheyAre() throws IOException {
        assertThat(tableIn(Files.readString(DOCUMENT))).isEqualTo(HubSettings.markdown());
    }

    @Test
    void reader_asksForEverySettingThatIsDeclared() {
        assertThat(sound(FULL, Map.of()).settings().stream()
                        .map(one -> one.setting().key())
                        .distinct())
                .containsExactlyElementsOf(
                        HubSettings.all().stream().map(Setting::key).toList());
    }

    @Test
    void reader_askedForWhatIsNotDeclared_isADefect() {
        Settings settings = new Settings("", Map.of());
        assertThatThrownBy(() -> settings.text("listen.colour")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> settings.flag("listen.port")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void template_namesEverySetting() {
        for (Setting setting : HubSettings.all()) {
            assertThat(HubConfig.template()).containsPattern("(?m)^(# )?" + setting.name() + " = ");
        }
    }

    @Test
    void shown_readAgain_isTheSameConfiguration() {
        ConfigParse.Sound first =
                sound(FULL, Map.of("DEMARCHE__LIMITS__BATCH", "17", "DEMARCHE__LOG__OTHER_KEYSTORES", "a.key,b.key"));
        ConfigParse.Sound second = sound(Shown.toml(first.settings()), Map.of());
        assertThat(second.config()).isEqualTo(first.config());
        assertThat(sound(Shown.toml(sound("", Map.of()).settings()), Map.of()).config())
                .isEqualTo(sound("", Map.of()).config());
    }

    @Test
    void shown_saysWhereEachValueComesFrom() {
        String shown =
                Shown.toml(sound(FULL, Map.of("DEMARCHE__LIMITS__BATCH", "17")).settings());
        assertThat(shown.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "host = \"127.0.0.1\" # default",
                        "host = \"::1\" # hub.toml line 3",
                        "batch = 17 # DEMARCHE__LIMITS__BATCH",
                        "name = \"w1\" # hub.toml line 5",
                        "# password = # not set");
    }

    @Test
    void unknownKey_thatLooksLikeOne_isAnsweredWithIt() {
        assertThat(problems("[listen]\nprot = 1\n[limit]\nbatch = 2\n"))
                .containsExactlyInAnyOrder(
                        "hub.toml line 2, listen.prot: no such setting; did you mean listen.port?",
                        "hub.toml line 3, limit: no such setting");
        assertThat(HubSettings.like("batch")).containsExactly("limits.batch");
        assertThat(HubSettings.like("quite.something_else_altogether")).isEmpty();
    }

    @Test
    void find_takesANumberOrNothingForTheTable() {
        assertThat(HubSettings.find("witness.foreign.3.url")).isEqualTo(HubSettings.find("witness.foreign.url"));
        assertThat(HubSettings.find("witness.foreign.url").orElseThrow().variable())
                .isEqualTo("DEMARCHE__WITNESS__FOREIGN__N__URL");
    }

    private static List<String> problems(String toml) {
        return ((ConfigParse.Unsound) HubConfig.parse(toml, Map.of(), Path.of("/srv/hub")))
                .problems().stream().map(ConfigProblem::toString).toList();
    }

    private static ConfigParse.Sound sound(String toml, Map<String, String> environment) {
        return (ConfigParse.Sound) HubConfig.parse(toml, environment, Path.of("/srv/hub"));
    }
}
