package org.demarche.charter;

import java.util.ArrayList;
import java.util.List;

/** Collects what an examined text gives rise to. */
final class Examination {
    /** So many problems are told; nobody reads more, and a hostile text should not make a long report. */
    static final int MAX_PROBLEMS = 200;

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    void problem(String place, String sentence) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(place, sentence));
        } else if (problems.size() == MAX_PROBLEMS) {
            problems.add(new Problem(
                    "charter",
                    "more problems than can be told (mend the first " + MAX_PROBLEMS + ", then check again)"));
        }
    }

    void remark(String sentence) {
        if (remarks.size() < MAX_PROBLEMS) {
            remarks.add(sentence);
        }
    }

    /** How many problems there are so far. */
    int count() {
        return problems.size();
    }

    boolean sound() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }

    List<String> remarks() {
        return List.copyOf(remarks);
    }
}
