package org.demarche.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The machine's Chromium, and what is expected of every page in it. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of(System.getProperty("demarche.chromium", "/usr/bin/chromium"));
    private static final double PATIENCE_MS = 60_000;
    private static final List<Integer> WIDTHS = List.of(390, 1024, 1280, 1920);
    private static final int HEIGHT = 720;
    private static final int USUAL_WIDTH = 1280;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> said = new CopyOnWriteArrayList<>();

    Chromium() {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PATH",
                        System.getenv("PATH"),
                        "HOME",
                        System.getProperty("user.home"))));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(PROGRAM)
                        .setArgs(List.of("--no-sandbox")));
    }

    /** A new window, light, in which a page of the board is open. */
    Page open(String url) {
        return open(url, new Browser.NewContextOptions());
    }

    /** The same of another kind. */
    Page open(String url, Browser.NewContextOptions kind) {
        BrowserContext context =
                browser.newContext(kind.setViewportSize(USUAL_WIDTH, HEIGHT).setColorScheme(ColorScheme.LIGHT));
        context.setDefaultTimeout(PATIENCE_MS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> said.add(message.type() + ": " + message.text()));
        page.onPageError(error -> said.add("error: " + error));
        page.navigate(url);
        return page;
    }

    /** What browsers had to say of pages; forgets it. */
    List<String> said() {
        List<String> all = List.copyOf(said);
        said.clear();
        return all;
    }

    /** Axe finds nothing, in light and in dark. */
    static void requireAccessible(Page page) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            AxeResults results = new AxeBuilder(page).analyze();
            assertThat(results.getViolations())
                    .as(scheme + ", " + page.url())
                    .extracting(rule -> rule.getId() + ": " + rule.getNodes())
                    .isEmpty();
        }
    }

    /** Nothing sticks out of the window, at any of the usual widths. */
    static void requireFits(Page page) {
        for (int width : WIDTHS) {
            page.setViewportSize(width, HEIGHT);
            assertThat(page.evaluate("document.documentElement.scrollWidth"))
                    .as("at " + width + ", " + page.url())
                    .isEqualTo(width);
        }
        page.setViewportSize(USUAL_WIDTH, HEIGHT);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
