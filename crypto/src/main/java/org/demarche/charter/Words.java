package org.demarche.charter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.demarche.proto.v1.Component;
import org.demarche.proto.v1.FindingKind;

/** The charter's words for findings and pledge components. */
public final class Words {
    private static final String FINDING_PREFIX = "FINDING_KIND_";
    private static final String COMPONENT_PREFIX = "COMPONENT_";

    private Words() {}

    /** Such as {@code hostilities continue}. */
    public static String of(FindingKind kind) {
        return kind.name()
                .substring(FINDING_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    /** Such as {@code binding-commitment}. */
    public static String of(Component component) {
        return component
                .name()
                .substring(COMPONENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    /** The finding that the charter writes as {@code word}. */
    public static Optional<FindingKind> finding(String word) {
        return Arrays.stream(FindingKind.values())
                .filter(k -> k != FindingKind.UNRECOGNIZED
                        && k != FindingKind.FINDING_KIND_UNSPECIFIED
                        && of(k).equals(word))
                .findFirst();
    }

    /** The component that the charter writes as {@code word}. */
    public static Optional<Component> component(String word) {
        return Arrays.stream(Component.values())
                .filter(c -> c != Component.UNRECOGNIZED && c != Component.COMPONENT_UNSPECIFIED && of(c).equals(word))
                .findFirst();
    }
}
