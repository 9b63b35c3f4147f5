package org.demarche.ui;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The exercise as whoever tries Demarche first sees it: in a browser, while it plays. With {@code -Ddemarche.screenshots=DIR} it leaves pictures of four moments there.
 */
class ExerciseIT {
    private static final Path LAUNCHER = Path.of(System.getProperty("demarche.root", ".."), "demarche")
            .toAbsolutePath()
            .normalize();
    private static final Optional<Path> PICTURES = Optional.ofNullable(System.getProperty("demarche.screenshots"))
            .filter(folder -> !folder.isEmpty())
            .map(Path::of);
    private static final int PACE = 3_600;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final LocatorAssertions.IsVisibleOptions IN_TIME =
            new LocatorAssertions.IsVisibleOptions().setTimeout(240_000);
    private static final String WATCH = "Watch it in a browser of this machine, while it lasts: ";

    @TempDir
    Path directory;

    @Test
    void exercise_isPlayedBeforeTheEyesOfABrowser() throws Exception {
        Process play = new ProcessBuilder(
                        LAUNCHER.toString(),
                        "exercise",
                        "--pace",
                        String.valueOf(PACE),
                        "--out",
                        directory.resolve("play").toString())
                .redirectErrorStream(true)
                .start();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> read(play, lines), "exercise-output");
        reader.start();
        try (Chromium chromium = new Chromium()) {
            Page page = chromium.open(url(lines));
            watch(page);
            assertThat(chromium.said()).isEmpty();
            assertThat(play.waitFor(240, TimeUnit.SECONDS)).isTrue();
            assertThat(play.exitValue()).isZero();
            assertThat(page.getByText("STALE")).isVisible(IN_TIME);
        } finally {
            play.destroy();
            reader.join();
        }
    }

    private static void watch(Page page) throws IOException {
        page.evaluate("window.kept = true");
        assertThat(page.locator(".banner").first()).containsText("Exercise");
        assertThat(page.locator("li.incident").first()).isVisible(IN_TIME);
        picture(page, "1-report");
        reaches(page, 1);
        assertThat(page.locator("li.incident .chip.proposed, li.incident .chip.quorum-met-waits")
                        .first())
                .isVisible(IN_TIME);
        picture(page, "2-quorum");
        reaches(page, 2);
        picture(page, "3-tier-2");
        // Takes its time, while the play goes on: here nothing comes for long.
        Chromium.requireAccessible(page);
        reaches(page, 3);
        picture(page, "4-tier-3");
        assertThat(page.evaluate("window.kept")).isEqualTo(true);
    }

    private static void reaches(Page page, int tier) {
        assertThat(page.locator("li.incident .chip.active").nth(tier - 1)).isVisible(IN_TIME);
    }

    private static void picture(Page page, String name) throws IOException {
        if (PICTURES.isPresent()) {
            Files.createDirectories(PICTURES.get());
            int height = (int) page.evaluate("document.documentElement.scrollHeight");
            page.setViewportSize(WIDTH, height);
            Picture.write(page.screenshot(), PICTURES.get().resolve(name + ".png"));
            page.setViewportSize(WIDTH, HEIGHT);
        }
    }

    private static String url(BlockingQueue<String> lines) throws InterruptedException {
        for (String line = lines.poll(120, TimeUnit.SECONDS); line != null; line = lines.poll(120, TimeUnit.SECONDS)) {
            if (line.startsWith(WATCH)) {
                return line.substring(WATCH.length());
            }
        }
        throw new AssertionError("the exercise has named no address of its board");
    }

    private static void read(Process play, BlockingQueue<String> lines) {
        try (BufferedReader said = play.inputReader(StandardCharsets.UTF_8)) {
            said.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It has ended.
            lines.add("");
        }
    }
}
