package org.demarche.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.demarche.architecture.Modules.CLIENT;
import static org.demarche.architecture.Modules.COMMANDS;
import static org.demarche.architecture.Modules.CRYPTO;
import static org.demarche.architecture.Modules.PROTO;
import static org.demarche.architecture.Modules.SERVER;
import static org.demarche.architecture.Modules.WRITTEN;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Who may know whom. */
@AnalyzeClasses(packages = Modules.ROOT, importOptions = Modules.MainCode.class)
class ModulesTest {
    @ArchTest
    static final ArchRule proto_knows_no_other_module =
            noClasses().that(PROTO).should().dependOnClassesThat(WRITTEN);

    @ArchTest
    static final ArchRule crypto_knows_neither_client_nor_server =
            noClasses().that(CRYPTO).should().dependOnClassesThat(CLIENT.or(SERVER));

    @ArchTest
    static final ArchRule client_does_not_know_the_server =
            noClasses().that(CLIENT).should().dependOnClassesThat(SERVER).allowEmptyShould(true);

    @ArchTest
    static final ArchRule server_does_not_know_the_client =
            noClasses().that(SERVER).should().dependOnClassesThat(CLIENT).allowEmptyShould(true);

    @ArchTest
    static final ArchRule crypto_knows_neither_grpc_nor_netty = noClasses()
            .that(CRYPTO)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.netty..")
            .orShould()
            .dependOnClassesThat(isAService());

    @ArchTest
    static final ArchRule only_the_rpc_package_of_the_server_knows_grpc = noClasses()
            .that(SERVER.and(DescribedPredicate.not(resideInAPackage("org.demarche.server.rpc.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_what_listens_knows_netty = noClasses()
            .that(SERVER.and(DescribedPredicate.not(resideInAnyPackage(
                    "org.demarche.server",
                    "org.demarche.server.rpc..",
                    "org.demarche.server.web..",
                    "org.demarche.server.operations..",
                    "org.demarche.server.console..",
                    "org.demarche.server.door..",
                    "org.demarche.server.tls.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..");

    @ArchTest
    static final ArchRule only_the_transport_package_of_the_client_knows_grpc = noClasses()
            .that(CLIENT.and(DescribedPredicate.not(resideInAPackage("org.demarche.client.transport.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "io.netty..")
            .orShould()
            .dependOnClassesThat(isAService());

    @ArchTest
    static final ArchRule only_the_stores_know_a_database = noClasses()
            .that(WRITTEN.and(DescribedPredicate.not(resideInAPackage("org.demarche.server.store.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..",
                    "javax.sql..",
                    "org.sqlite..",
                    "org.postgresql..",
                    "com.zaxxer..",
                    "org.flywaydb..",
                    "org.jdbi..");

    @ArchTest
    static final ArchRule only_commands_know_picocli = noClasses()
            .that(WRITTEN.and(DescribedPredicate.not(COMMANDS)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule only_the_servers_command_knows_a_logging_backend = noClasses()
            .that(WRITTEN.and(DescribedPredicate.not(resideInAPackage("org.demarche.server.cli.."))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "java.util.logging..", "org.apache.logging..");

    @ArchTest
    static final ArchRule crypto_does_not_log =
            noClasses().that(CRYPTO).should().dependOnClassesThat().resideInAPackage("org.slf4j..");

    @ArchTest
    static final ArchRule packages_of_crypto_have_no_cycles = slices().matching("org.demarche.(*)..")
            .namingSlices("package $1")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule packages_of_the_client_have_no_cycles = slices().matching("org.demarche.client.(*)..")
            .namingSlices("package client.$1")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_of_the_server_have_no_cycles = slices().matching("org.demarche.server.(*)..")
            .namingSlices("package server.$1")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_uses_bouncy_castles_withdrawn_copies_or_internals = noClasses()
            .that(WRITTEN)
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.bouncycastle.pqc..", "sun..", "com.sun..")
                    // Of the supported module jdk.unsupported: there is no other way to SIGHUP.
                    .and(DescribedPredicate.not(JavaClass.Predicates.type(Signal.class)))
                    .and(DescribedPredicate.not(JavaClass.Predicates.type(SignalHandler.class))));

    @ArchTest
    static final ArchRule classes_are_named_for_what_they_are =
            noClasses().that(WRITTEN).should().haveNameMatching(".*(Impl|Manager|Helper|Utils?)");

    @ArchTest
    static final ArchRule packages_are_null_marked =
            classes().that(WRITTEN).should(Conditions.beInANullMarkedPackage());

    private static DescribedPredicate<JavaClass> isAService() {
        return PROTO.and(DescribedPredicate.describe(
                        "are generated services", type -> type.getName().matches(".*Grpc(\\$.*)?")))
                .as("the generated gRPC services");
    }
}
