package org.demarche.situation.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.demarche.situation.IncidentView;
import org.demarche.situation.Question;
import org.demarche.situation.Situation;

/**
 * A row of the matrix.
 *
 * @param id by which focus finds it again, unique on the page
 * @param name of the incident; may be empty
 * @param href where the incident is told; empty: the page is the incident's own, or a file by itself
 * @param question the question
 */
record MatrixRow(String id, String name, Optional<String> href, Question question) {
    /** Where the entry is told that a cell stands for; empty: there is none. */
    Optional<String> entry(Question.Cell cell) {
        return cell.entry().map(index -> href.orElse("") + "#" + anchor(index));
    }

    /** By which a link finds an entry on its incident's page. */
    static String anchor(long index) {
        return "e-" + index;
    }

    /** What the board asks. */
    static List<MatrixRow> ofBoard(Situation situation, List<IncidentView> open) {
        List<MatrixRow> rows = new ArrayList<>();
        for (IncidentView view : open) {
            int number = 0;
            for (Question question : view.asked()) {
                rows.add(new MatrixRow(
                        "m-" + view.id().brief() + "-" + number++,
                        view.id().brief(),
                        Optional.of(new Route.OfIncident(view.id()).path()),
                        question));
            }
        }
        if (!situation.governance().inForce()) {
            rows.add(new MatrixRow(
                    "m-charter", "Charter", Optional.of(new Route.OfCharter().path()), Question.assent(situation)));
        }
        return rows;
    }

    /** The questions of one incident, or of a report. */
    static List<MatrixRow> of(List<Question> questions) {
        List<MatrixRow> rows = new ArrayList<>();
        for (Question question : questions) {
            rows.add(new MatrixRow("m-" + rows.size(), "", Optional.empty(), question));
        }
        return rows;
    }
}
