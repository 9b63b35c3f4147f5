package org.demarche.conformance;

import org.demarche.lies.LieCharter;

/** The charter of most stories: two findings, a clock that one of them starts, a tier that must be answered, and one that waits and asks for a pledge. */
final class StoryCharter {
    private StoryCharter() {}

    static LieCharter text() {
        return LieCharter.counted()
                .with("clock    = \"first report\"", "clock    = \"finding violation\"")
                .with("\"concur\", \"message\"]", "\"concur\", \"message\", \"pledge\"]")
                .with("may = [\"warn\", ", "may = [\"find\", \"warn\", ")
                .with(
                        "name = \"violation\"\nquorum = \"UA\"\n",
                        "name = \"violation\"\nquorum = \"1 of (UA, GB)\"\n\n[[finding]]\nname = \"hostilities ceased\"\nquorum = \"UA and GB\"\n")
                .with(
                        "title = \"A warning, and measures\"\n",
                        "title = \"A warning, and measures\"\nrequires = [\"violation\"]\nact_within = \"2h\"\nanswered_by = [\"warning\", \"measures\"]\n")
                .with(
                        "requires = [\"tier 1\"]\n",
                        "requires = [\"tier 1\", \"pledge UA support\"]\nnot_before = \"24h\"\n")
                .named("story");
    }
}
