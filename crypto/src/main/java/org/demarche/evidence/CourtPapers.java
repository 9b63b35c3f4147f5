package org.demarche.evidence;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.demarche.archive.UnverifiedRecord;
import org.demarche.asic.Container;
import org.demarche.asic.DataFile;
import org.demarche.refusal.RefusedException;

/** A bundle that has been proven, and what people need to read it: the notices in words, the charters, and the report of its verification. */
public final class CourtPapers {
    private static final String BUNDLE_TYPE = "application/vnd.demarche.evidence.v1+protobuf";
    private static final String TEXT_TYPE = "text/plain";

    private CourtPapers() {}

    /**
     * A container with these papers, and with the bundle's evidence records beside them.
     *
     * @param file the bundle
     * @param report on that very file
     * @throws RefusedException if the bytes are not a bundle
     */
    public static Container of(byte[] file, Report report) throws RefusedException {
        UnverifiedBundle bundle = UnverifiedBundle.parse(file);
        List<DataFile> papers = new ArrayList<>();
        papers.add(text("report.txt", ReportText.of(report)));
        papers.add(new DataFile(
                "report.json", "application/json", ReportJson.of(report).getBytes(StandardCharsets.UTF_8)));
        papers.add(text("notices.txt", NoticeTexts.of(bundle)));
        bundle.genesis().ifPresent(t -> papers.add(new DataFile("charter-1.toml", TEXT_TYPE, t.toByteArray())));
        int number = 2;
        for (ByteString other : bundle.texts().values()) {
            papers.add(new DataFile("charter-text-" + number++ + ".toml", TEXT_TYPE, other.toByteArray()));
        }
        DataFile core = new DataFile("bundle.evidence", BUNDLE_TYPE, bundle.core());
        papers.add(core);
        if (!bundle.records().isEmpty()) {
            papers.add(new DataFile("bundle-with-records.evidence", BUNDLE_TYPE, file));
        }
        Container container = new Container(papers);
        for (UnverifiedRecord record : bundle.records()) {
            container.recorded(core, record.encode());
        }
        return container;
    }

    private static DataFile text(String name, String text) {
        return new DataFile(name, TEXT_TYPE, text.getBytes(StandardCharsets.UTF_8));
    }
}
