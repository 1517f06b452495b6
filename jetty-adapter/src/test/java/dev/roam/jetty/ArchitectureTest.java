package dev.roam.jetty;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses adapter = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.roam.jetty");

    @Test
    void the_adapter_reaches_the_cluster_through_the_plugin_alone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.hazelcast..")
                .because("the store port of the plugin hides the cluster")
                .check(adapter);
    }

    @Test
    void the_adapter_knows_no_servlet_api_and_no_environment_of_jetty() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.servlet..", "javax.servlet..", "org.eclipse.jetty.ee*..")
                .because("one jar serves all environments of a server")
                .check(adapter);
    }
}
