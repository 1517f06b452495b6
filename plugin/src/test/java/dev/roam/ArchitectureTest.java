package dev.roam;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses plugin = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.roam");

    @Test
    void the_plugin_knows_neither_the_servlet_api_nor_a_container() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..", "org.apache.catalina..", "org.apache.coyote..", "org.eclipse.jetty..")
                .because("containers are the adapters' business")
                .allowEmptyShould(true)
                .check(plugin);
    }
}
