package org.demarche.conformance;

import java.util.Map;
import java.util.Optional;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;
import org.demarche.timestamp.HashAlgorithm;
import org.demarche.timestamp.Imprint;
import org.demarche.timestamp.TokenCheck;
import org.demarche.timestamp.TokenVerifier;
import org.demarche.timestamp.UnverifiedToken;

/** Time-stamp tokens: PROTOCOL.md section 9, <em>Tokens</em>. */
final class TokenAnswers {
    static final Map<String, Respondent> ALL = Map.of("check", TokenAnswers::check);

    private TokenAnswers() {}

    private static Answer check(Input in) throws QuestionException, RefusedException {
        Optional<UnverifiedToken> token = read(in.bytes("token"));
        if (token.isEmpty()) {
            return Answer.refuse();
        }
        Optional<String> policy = Optional.of(in.text("policy")).filter(p -> !p.isEmpty());
        TokenCheck check = new TokenVerifier(Anchor.parse(in.bytes("anchor")), policy)
                .check(token.get(), Imprint.of(HashAlgorithm.SHA_512, in.bytes("data")));
        return check instanceof TokenCheck.Valid valid
                ? Answer.accept()
                        .withNumber("existed_by_ms", valid.token().existedBy().toEpochMilli())
                        .with("lean", valid.token().lean().equals(token.get()))
                : Answer.refuse();
    }

    /** What is no token has no reason of the catalogue: it is never sent to a hub. */
    private static Optional<UnverifiedToken> read(byte[] bytes) {
        try {
            return Optional.of(UnverifiedToken.parse(bytes));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }
}
