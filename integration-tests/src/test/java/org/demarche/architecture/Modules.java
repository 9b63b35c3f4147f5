package org.demarche.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The modules as sets of classes. {@code crypto} is all that is in no other module, so a new package of it is bound without being listed. */
final class Modules {
    static final String ROOT = "org.demarche";

    static final DescribedPredicate<JavaClass> PROTO =
            resideInAPackage("org.demarche.proto..").as("are of proto");

    static final DescribedPredicate<JavaClass> CLIENT =
            resideInAPackage("org.demarche.client..").as("are of client-sdk");

    static final DescribedPredicate<JavaClass> SERVER =
            resideInAPackage("org.demarche.server..").as("are of server");

    static final DescribedPredicate<JavaClass> CRYPTO = resideInAPackage("org.demarche..")
            .and(DescribedPredicate.not(PROTO.or(CLIENT).or(SERVER)))
            .as("are of crypto");

    /** Everything that people wrote. */
    static final DescribedPredicate<JavaClass> WRITTEN = resideInAPackage("org.demarche..")
            .and(DescribedPredicate.not(PROTO))
            .as("are Demarche's own code");

    /** Where a process is put together by hand: here, and only here, it gets its clock and its randomness. */
    static final DescribedPredicate<JavaClass> WIRING = resideInAnyPackage(
                    "org.demarche.server.cli..", "org.demarche.client.cli..")
            .or(resideInAPackage("org.demarche.client.exercise..").and(simpleName("Exercise")))
            .or(resideInAPackage("org.demarche.client").and(simpleName("Surroundings")))
            .as("wire a command or a desk");

    /** The commands, which talk to people. */
    static final DescribedPredicate<JavaClass> COMMANDS = resideInAnyPackage(
                    "org.demarche.server.cli..",
                    "org.demarche.client.cli..",
                    "org.demarche.client.exercise..",
                    "org.demarche.client.conformance..",
                    "org.demarche.verify..")
            .as("are of a command");

    private Modules() {}

    /** Leaves out test classes, be they a folder or a test-jar. */
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }
}
