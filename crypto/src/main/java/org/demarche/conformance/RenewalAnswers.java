package org.demarche.conformance;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.demarche.archive.Algorithms;
import org.demarche.archive.AlgorithmsParse;
import org.demarche.archive.AlgorithmsParser;
import org.demarche.archive.Authorities;
import org.demarche.archive.Link;
import org.demarche.archive.RecordCheck;
import org.demarche.archive.RecordVerifier;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.evidence.Code;
import org.demarche.evidence.Reader;
import org.demarche.evidence.Report;
import org.demarche.evidence.Verification;
import org.demarche.key.SignatureVerifier;
import org.demarche.refusal.RefusedException;
import org.demarche.timestamp.Anchor;

/** Evidence that has grown old: PROTOCOL.md section 9, <em>Renewal</em>. */
final class RenewalAnswers {
    static final Map<String, Respondent> ALL = Map.of(
            "algorithms",
            RenewalAnswers::algorithms,
            "record",
            RenewalAnswers::record,
            "verify",
            RenewalAnswers::verify);

    private static final String ENDLESS = "-";

    private RenewalAnswers() {}

    private static Answer algorithms(Input in) throws QuestionException {
        if (!(AlgorithmsParser.parse(in.bytes("text")) instanceof AlgorithmsParse.Sound sound)) {
            return Answer.refuse();
        }
        return Answer.accept()
                .withLists(
                        "until",
                        sound.algorithms().trustedUntil().entrySet().stream()
                                .map(e -> List.of(e.getKey().word(), millis(e.getValue())))
                                .sorted(Comparator.comparing(row -> row.get(0)))
                                .toList());
    }

    private static Answer record(Input in) throws QuestionException, RefusedException {
        UnverifiedRecord record;
        try {
            record = UnverifiedRecord.parse(in.bytes("record"));
        } catch (RefusedException e) {
            // The reasons of the catalogue are a hub's, and no hub is ever sent one.
            return Answer.refuse();
        }
        return new RecordVerifier(authorities(in)).check(record, in.bytes("core")) instanceof RecordCheck.True isTrue
                ? Answer.accept()
                        .withLists(
                                "stamps",
                                isTrue.links().stream()
                                        .map(RenewalAnswers::stamp)
                                        .toList())
                : Answer.refuse();
    }

    private static List<String> stamp(Link link) {
        return List.of(
                link.authority(),
                millis(link.at()),
                millis(link.certifiedUntil()),
                link.digest().toString());
    }

    private static Answer verify(Input in) throws QuestionException, RefusedException {
        Reader reader = Reader.trusting(in.hash("charter"))
                .at(Instant.ofEpochMilli(in.number("at_ms")))
                .with(trusted(in), authorities(in));
        Report report = Verification.verify(in.bytes("bundle"), reader, SignatureVerifier.bouncyCastle());
        Answer answer = BundleAnswers.of(report);
        return report.verdict().code() == Code.PROVEN
                ? answer.with(
                        "until_ms",
                        millis(report.durability().orElseThrow().until().at()))
                : answer;
    }

    /** What the reader says of algorithms; nothing, if the text is empty. */
    private static Algorithms trusted(Input in) throws QuestionException {
        byte[] text = in.bytes("algorithms");
        if (text.length == 0) {
            return Algorithms.ALL_TRUSTED;
        }
        AlgorithmsParse parse = AlgorithmsParser.parse(text);
        if (parse instanceof AlgorithmsParse.Sound sound) {
            return sound.algorithms();
        }
        throw new QuestionException(
                "algorithms: " + ((AlgorithmsParse.Unsound) parse).problems().get(0));
    }

    private static Authorities authorities(Input in) throws QuestionException, RefusedException {
        Authorities all = Authorities.NONE;
        for (Map.Entry<String, List<byte[]>> authority :
                in.bytesByName("authorities").entrySet()) {
            for (byte[] certificate : authority.getValue()) {
                all = all.with(authority.getKey(), Anchor.parse(certificate));
            }
        }
        return all;
    }

    private static String millis(Instant instant) {
        return instant.equals(Instant.MAX) ? ENDLESS : Long.toString(instant.toEpochMilli());
    }
}
