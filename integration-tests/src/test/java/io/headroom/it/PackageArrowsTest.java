package io.headroom.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may use whom. */
class PackageArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // The contract kit comes as a jar of test classes.
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages(
                    "io.headroom.spi..",
                    "io.headroom.fs..",
                    "io.headroom.s3..",
                    "io.headroom.server..",
                    "io.headroom.conformance..");

    @Test
    void noPackagesGoInCircles() {
        slices().matching("io.headroom.server.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.headroom.(conformance..)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        slices().matching("io.headroom.(spi..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void backendsDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.headroom.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.headroom.fs..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.headroom.fs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.headroom.s3..")
                .check(CLASSES);
    }

    @Test
    void theSpiKnowsNothingButTheJdk() {
        classes()
                .that()
                .resideInAPackage("io.headroom.spi..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.headroom.spi..", "java..", "org.jspecify..")
                .check(CLASSES);
    }

    @Test
    void theSuiteKnowsNoServer() {
        noClasses()
                .that()
                .resideInAPackage("io.headroom.conformance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.headroom.server..", "io.headroom.spi..", "io.headroom.fs..")
                .check(CLASSES);
    }

    @Test
    void theServerCompilesWithoutAnyBackend() {
        noClasses()
                .that()
                .resideInAPackage("io.headroom.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.headroom.fs..", "io.headroom.s3..", "software.amazon..")
                .check(CLASSES);
    }

    @Test
    void aBackendKnowsNoServer() {
        noClasses()
                .that()
                .resideInAnyPackage("io.headroom.fs..", "io.headroom.s3..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.headroom.server..", "jakarta..", "org.eclipse.jetty..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void onlyTheEdgesKnowTheContainer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.headroom.server.http..", "io.headroom.server.admin..", "io.headroom.server.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "org.eclipse.jetty.server..", "org.eclipse.jetty.ee11..")
                .check(CLASSES);
    }

    @Test
    void onlyMetadataSpeaksSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.headroom.server.metadata..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..", "org.flywaydb..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void rulesDoNotKnowTheMethods() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..access..",
                        "..account..",
                        "..home..",
                        "..tls..",
                        "..lock..",
                        "..capacity..",
                        "..property..",
                        "..tree..",
                        "..mount..",
                        "..conditional..",
                        "..path..",
                        "..xml..",
                        "..range..",
                        "..failure..",
                        "..namespace..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..server.method..", "..server.exchange..", "..server.http..", "..server.app..")
                .check(CLASSES);
    }
}
