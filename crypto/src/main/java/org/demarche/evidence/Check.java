package org.demarche.evidence;

import java.util.function.Function;

/** The ten steps of the verification, in their order. */
public enum Check implements NumberedCheck {
    /** The file is readable and of a known version. */
    READABLE("the file can be read", ReadableStep::of),
    /** The charters lead from the pinned hash. */
    CHARTER("the charters lead from the one you trust", CharterStep::of),
    /** Every signature, by a desk entitled to it. */
    SIGNATURES("signatures, and who may sign", SignatureStep::of),
    /** Inclusion and anchors. */
    INCLUSION("entries and anchors belong to one log", InclusionStep::of),
    /** The log's signatures. */
    CHECKPOINT("the log signed its head", CheckpointStep::of),
    /** The witness rule. */
    WITNESSES("witnesses", WitnessStep::of),
    /** Independent bounds of time. */
    TIME("time", TimeStep::of),
    /** Order and chains. */
    CHAINS("the chains are whole", ChainStep::of),
    /** Replay of the fold. */
    FOLD("the rules take every entry", FoldStep::of),
    /** What is proven. */
    RESULT("the result", ResultStep::of);

    private final String title;
    private final Function<Dossier, Step> step;

    Check(String title, Function<Dossier, Step> step) {
        this.title = title;
        this.step = step;
    }

    /** Takes the step; those before it have been taken. */
    Step take(Dossier file) {
        return step.apply(file);
    }

    @Override
    public String title() {
        return title;
    }
}
