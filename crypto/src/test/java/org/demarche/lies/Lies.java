package org.demarche.lies;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.demarche.envelope.Strict;
import org.demarche.lies.Lie.Liar;
import org.demarche.proto.v1.EvidenceBundle;

/** Gathers all lies, theme by theme. */
public final class Lies {
    /** Made once: what they have in common takes a few signatures. */
    private static final List<Lie> ALL = tellAll();

    private final List<Lie> all = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private LieCharter trusted = LieCharter.plain();
    private String claim = "tier 1";

    /** Every file, in the order of the README. */
    public static List<Lie> all() {
        return ALL;
    }

    /** Names of those about keys that others may have used, logs that have ended, and time authorities. */
    public static Set<String> ofEndsAndTimes() {
        Lies lies = new Lies();
        EndLies.tell(lies);
        TimeLies.tell(lies);
        return Set.copyOf(lies.names);
    }

    /** The file of this name. */
    public static Lie named(String name) {
        return ALL.stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Lie> tellAll() {
        Lies lies = new Lies();
        HonestTales.tell(lies);
        FormLies.tell(lies);
        CutLies.tell(lies);
        ProofLies.tell(lies);
        SignatureLies.tell(lies);
        EntitlementLies.tell(lies);
        HistoryLies.tell(lies);
        RuleLies.tell(lies);
        CharterLies.tell(lies);
        WitnessLies.tell(lies);
        ClockLies.tell(lies);
        PledgeLies.tell(lies);
        EndLies.tell(lies);
        TimeLies.tell(lies);
        return List.copyOf(lies.all);
    }

    /** What the next lies are about: the charter that the reader trusts, and the result that they are meant to prove. */
    public Lies about(LieCharter charter, String result) {
        trusted = charter;
        claim = result;
        return this;
    }

    /** Adds a file. */
    public void tell(
            String name,
            Liar liar,
            int exit,
            int step,
            String what,
            String why,
            Supplier<EvidenceBundle.Builder> bundle) {
        raw(name, liar, exit, step, what, why, () -> Strict.encode(bundle.get().build()));
    }

    /** Adds a file that is not in the strict encoding. */
    public void raw(String name, Liar liar, int exit, int step, String what, String why, Supplier<byte[]> file) {
        if (!names.add(name)) {
            throw new AssertionError("two lies of one name: " + name);
        }
        all.add(new Lie(name, liar, what, why, claim, exit, step, trusted, new Made(file)));
    }
}
