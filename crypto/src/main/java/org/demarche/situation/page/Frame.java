package org.demarche.situation.page;

import java.util.Optional;

/**
 * What stands around a page's content.
 *
 * @param title of the page
 * @param exercise whether everything is an exercise, which the page then says first, last, in its title and on every sheet of paper
 * @param wall whether it is for a screen that is read from afar
 * @param route which page of a hub it is; empty: it is a file by itself, with its style in it and nothing to load
 * @param style the style sheet, where there is no hub to load it from
 */
record Frame(String title, boolean exercise, boolean wall, Optional<Route> route, Optional<String> style) {
    /** The title with what must be known of it. */
    String fullTitle() {
        return (exercise ? "EXERCISE · " : "") + title;
    }

    /** The line at the top and at the bottom. */
    String banner() {
        return exercise ? "Exercise · Exercise · Exercise" : "Live · not an exercise";
    }

    String kind() {
        return (exercise ? "exercise" : "actual") + (wall ? " wall" : "");
    }

    boolean here(Class<? extends Route> page) {
        return route.filter(page::isInstance).isPresent();
    }
}
