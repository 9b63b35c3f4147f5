package org.demarche.evidence;

import java.util.OptionalLong;
import org.demarche.refusal.RefusedException;

/** Step 1: the file can be read, is of a known version, and brings nothing that is not needed. */
final class ReadableStep {
    private ReadableStep() {}

    static Step of(Dossier file) {
        if (file.file().length > Verification.MAX_BYTES) {
            return unreadable("the file is larger than 64 MiB; no evidence is");
        }
        OptionalLong version = UnverifiedBundle.FORMAT.version(file.file());
        if (version.isEmpty()) {
            return unreadable("not an evidence bundle");
        }
        if (version.getAsLong() != UnverifiedBundle.FORMAT.version()) {
            return Step.failed(
                    Check.READABLE,
                    Code.UNKNOWN_VERSION,
                    "an evidence bundle of version " + version.getAsLong() + "; this program knows version 1");
        }
        try {
            UnverifiedBundle read = UnverifiedBundle.parse(file.file());
            file.readAs(read);
            return Step.ok(
                    Check.READABLE,
                    "an evidence bundle, version 1, with "
                            + counted(read.governance().size()) + " of governance and "
                            + (read.ofNotice()
                                    ? "one notice"
                                    : counted(read.entries().size()) + " of an incident"));
        } catch (RefusedException e) {
            return unreadable("not a sound evidence bundle: " + e.refusal().sentence());
        }
    }

    private static Step unreadable(String sentence) {
        return Step.failed(Check.READABLE, Code.UNREADABLE, sentence);
    }

    private static String counted(int entries) {
        return entries == 1 ? "1 entry" : entries + " entries";
    }
}
