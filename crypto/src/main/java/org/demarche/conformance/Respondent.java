package org.demarche.conformance;

import org.demarche.refusal.RefusedException;

/** Answers one kind of question. */
interface Respondent {
    /**
     * The answer.
     *
     * @throws QuestionException if the input is not what such a question has
     * @throws RefusedException to answer that it is refused, with the reason
     */
    Answer answer(Input input) throws QuestionException, RefusedException;
}
