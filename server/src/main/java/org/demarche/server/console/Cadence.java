package org.demarche.server.console;

/**
 * At which ticks a picture is due. The first news after a pause is shown at once; while more and more comes, there is one picture in a pause, and so there is for the
 * clock when nothing comes. For one thread.
 */
final class Cadence {
    private final int pause;
    private int sinceShown;
    private int sinceNews;

    /**
     * Nothing has been shown yet.
     *
     * @param pause how many ticks are between two pictures
     */
    Cadence(int pause) {
        this.pause = pause;
        this.sinceNews = pause;
    }

    /**
     * A tick: whether a picture is due; if so, it is taken for shown.
     *
     * @param news whether there is anything that the last picture did not show
     */
    boolean due(boolean news) {
        sinceShown++;
        sinceNews++;
        boolean first = news && sinceNews >= pause;
        if (!first && sinceShown < pause) {
            return false;
        }
        sinceShown = 0;
        if (news) {
            sinceNews = 0;
        }
        return true;
    }
}
