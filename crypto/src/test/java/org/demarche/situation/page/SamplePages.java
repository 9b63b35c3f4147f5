package org.demarche.situation.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.demarche.situation.Moment;

/** Writes every page at the moments of a story into a folder, for people to look at, each with its style in it; and the board's regions, which an event brings. */
final class SamplePages {
    private SamplePages() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (Moment moment : Moment.all()) {
            for (boolean wall : new boolean[] {false, true}) {
                String name = moment.name() + (wall ? "-wall" : "");
                write(folder, name + "-board", BoardPages.board(moment.situation(), wall));
            }
            String name = moment.name();
            write(
                    folder,
                    name + "-incident",
                    BoardPages.incident(moment.situation(), moment.first(), false)
                            .orElseThrow());
            write(folder, name + "-register", BoardPages.register(moment.situation(), false));
            Files.writeString(folder.resolve(name + "-regions.html"), BoardPages.regions(moment.situation()));
            write(folder, name + "-charter", BoardPages.charter(moment.situation(), false));
        }
    }

    private static void write(Path folder, String name, String page) throws IOException {
        String style = "<style>" + new String(BoardPages.style(), StandardCharsets.UTF_8) + "</style>";
        String link = "<link rel=\"stylesheet\" href=\"" + BoardPages.STYLE_PATH + "\"/>";
        Files.writeString(folder.resolve(name + ".html"), page.replace(link, style));
    }
}
