package org.demarche.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The second implementation, which the fold is held against in crypto's tests and in these, was written from the text: what it shared with the fold it could not judge. */
@AnalyzeClasses(packages = "org.demarche.oracle")
class OracleTest {
    @ArchTest
    static final ArchRule oracle_shares_no_class_with_what_it_judges = noClasses()
            .that()
            .resideInAPackage("org.demarche.oracle..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.demarche.escalation..",
                    "org.demarche.rule..",
                    "org.demarche.charter..",
                    "org.demarche.evidence..");
}
