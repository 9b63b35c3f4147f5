package org.demarche.conformance;

import java.util.Map;
import org.demarche.hash.Sha256;
import org.demarche.merkle.Head;
import org.demarche.merkle.MemoryTree;
import org.demarche.merkle.Merkle;
import org.demarche.merkle.ProofCheck;
import org.demarche.refusal.RefusedException;

/** Hashes and proofs: PROTOCOL.md section 4. */
final class TreeAnswers {
    static final Map<String, Respondent> ALL = Map.of(
            "leaf", in -> Answer.accept().with("leaf", Merkle.leaf(in.bytes("entry"))),
            "root", TreeAnswers::root,
            "inclusion", TreeAnswers::inclusion,
            "consistency", TreeAnswers::consistency);

    private TreeAnswers() {}

    private static Answer root(Input in) throws QuestionException, RefusedException {
        MemoryTree tree = new MemoryTree();
        int size = 0;
        for (Sha256 leaf : in.hashes("leaves")) {
            tree.append(leaf);
            size++;
        }
        return Answer.accept().with("root", tree.head(size).root());
    }

    private static Answer inclusion(Input in) throws QuestionException, RefusedException {
        return Answer.of(ProofCheck.inclusion(
                in.number("index"), in.hash("leaf"), in.hashes("proof"), new Head(in.number("size"), in.hash("root"))));
    }

    private static Answer consistency(Input in) throws QuestionException, RefusedException {
        return Answer.of(ProofCheck.consistency(
                new Head(in.number("from_size"), in.hash("from_root")),
                new Head(in.number("to_size"), in.hash("to_root")),
                in.hashes("proof")));
    }
}
