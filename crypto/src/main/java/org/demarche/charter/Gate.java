package org.demarche.charter;

import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;

/** What must hold before a tier can activate, apart from its quorum and its time. {@code toString} is the text as the charter writes it. */
public sealed interface Gate {
    /** A finding must be established. */
    record OfFinding(FindingKind kind) implements Gate {
        @Override
        public String toString() {
            return Words.of(kind);
        }
    }

    /** A lower tier must have been activated. */
    record OfTier(int number) implements Gate {
        @Override
        public String toString() {
            return "tier " + number;
        }
    }

    /** A pledge of this party to this component must be in force. */
    record OfPledge(String party, Component component) implements Gate {
        @Override
        public String toString() {
            return "pledge " + party + " " + Words.of(component);
        }
    }
}
