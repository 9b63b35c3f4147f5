package org.demarche.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameContaining;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.demarche.architecture.Modules.COMMANDS;
import static org.demarche.architecture.Modules.CRYPTO;
import static org.demarche.architecture.Modules.WIRING;
import static org.demarche.architecture.Modules.WRITTEN;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What nobody does, or only those do whose work it is: sockets, files, time, randomness, the terminal. */
@AnalyzeClasses(packages = Modules.ROOT, importOptions = Modules.MainCode.class)
class AbsencesTest {
    private static final DescribedPredicate<JavaClass> FILES = resideInAPackage("java.nio.file..")
            .and(not(type(Path.class)))
            .or(anyOf(
                    File.class,
                    FileDescriptor.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    RandomAccessFile.class,
                    FileChannel.class))
            .as("are files");

    private static final DescribedPredicate<JavaClass> SOCKETS = resideInAPackage("java.net..")
            .and(not(type(URI.class).or(type(URISyntaxException.class))))
            .or(resideInAnyPackage("javax.net..", "java.rmi..", "jdk.net..", "com.sun.net.."))
            .or(resideInAPackage("java.nio.channels..")
                    .and(simpleNameContaining("Socket").or(simpleNameContaining("Datagram"))))
            .as("are sockets");

    @ArchTest
    static final ArchRule crypto_opens_no_socket =
            noClasses().that(CRYPTO).should().dependOnClassesThat(SOCKETS);

    @ArchTest
    static final ArchRule crypto_touches_no_file_outside_verify_secret_and_disk = noClasses()
            .that(CRYPTO.and(
                    not(resideInAnyPackage("org.demarche.verify..", "org.demarche.secret..", "org.demarche.disk.."))))
            .should()
            .dependOnClassesThat(FILES);

    @ArchTest
    static final ArchRule crypto_reads_no_clock = noClasses()
            .that(CRYPTO)
            .should()
            .accessTargetWhere(readsTheTime().or(makesAClock()).or(uses(System.class, "nanoTime")));

    @ArchTest
    static final ArchRule time_comes_in_through_constructors =
            noClasses().that(WRITTEN).should().accessTargetWhere(readsTheTime());

    @ArchTest
    static final ArchRule clocks_are_made_where_a_process_is_wired = noClasses()
            .that(WRITTEN.and(not(WIRING)).and(not(resideInAPackage("org.demarche.server.clock.."))))
            .should()
            .accessTargetWhere(makesAClock());

    @ArchTest
    static final ArchRule randomness_is_cryptographic = noClasses()
            .that(WRITTEN)
            .should()
            .dependOnClassesThat(anyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
                    .as("are guessable randomness"))
            .orShould()
            .accessTargetWhere(uses(Math.class, "random").or(uses(UUID.class, "randomUUID")));

    @ArchTest
    static final ArchRule randomness_comes_in_through_constructors = noClasses()
            .that(WRITTEN.and(not(WIRING)))
            .should()
            .accessTargetWhere(uses(SecureRandom.class, "<init>|getInstance|getInstanceStrong"));

    @ArchTest
    static final ArchRule a_signature_names_its_provider = noClasses()
            .that(WRITTEN.and(not(simpleNameContaining("Tls"))))
            .should()
            .callMethod(Signature.class, "getInstance", String.class)
            .because(
                    "the JDK's own Ed25519 is ten times slower, and providers don't accept the same bytes; TLS keys are ECDSA, which all agree on");

    @ArchTest
    static final ArchRule only_commands_talk_to_the_terminal = noClasses()
            .that(WRITTEN.and(not(COMMANDS)))
            .should()
            .accessTargetWhere(uses(System.class, "in|out|err|console"));

    @ArchTest
    static final ArchRule only_commands_end_the_process = noClasses()
            .that(WRITTEN.and(not(COMMANDS)))
            .should()
            .accessTargetWhere(uses(System.class, "exit").or(uses(Runtime.class, "exit|halt")));

    @ArchTest
    static final ArchRule nobody_prints_stack_traces = noClasses()
            .that(WRITTEN)
            .should()
            .accessTargetWhere(describe(
                    "prints a stack trace",
                    access -> access.getTarget().getName().equals("printStackTrace")));

    @ArchTest
    static final ArchRule nobody_uses_java_serialisation = noClasses()
            .that(WRITTEN)
            .should()
            .dependOnClassesThat(anyOf(ObjectInputStream.class, ObjectOutputStream.class));

    private static DescribedPredicate<JavaAccess<?>> readsTheTime() {
        return describe("reads the time of day", access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            return (owner.startsWith("java.time.") && target.getName().equals("now") && !takes(target, Clock.class))
                    || (owner.equals("java.util.Date") && target.getName().equals("<init>") && takesNothing(target))
                    || is(target, System.class, "currentTimeMillis")
                    || is(target, Calendar.class, "getInstance");
        });
    }

    private static DescribedPredicate<JavaAccess<?>> makesAClock() {
        return describe(
                "makes a clock of the machine's time",
                access -> is(access.getTarget(), Clock.class, "system.*|tick(Millis|Seconds|Minutes)")
                        || is(access.getTarget(), InstantSource.class, "system"));
    }

    /** A call or a method reference of one of the members of {@code owner} whose name matches. */
    private static DescribedPredicate<JavaAccess<?>> uses(Class<?> owner, String members) {
        return describe(
                "uses " + owner.getSimpleName() + "." + members, access -> is(access.getTarget(), owner, members));
    }

    private static boolean is(AccessTarget target, Class<?> owner, String members) {
        return target.getOwner().isEquivalentTo(owner) && target.getName().matches(members);
    }

    private static boolean takes(AccessTarget target, Class<?> parameter) {
        return target instanceof CodeUnitAccessTarget call
                && call.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(parameter));
    }

    private static boolean takesNothing(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget call
                && call.getRawParameterTypes().isEmpty();
    }

    private static DescribedPredicate<JavaClass> anyOf(Class<?>... types) {
        DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
        for (Class<?> type : types) {
            any = any.or(type(type));
        }
        return any;
    }
}
