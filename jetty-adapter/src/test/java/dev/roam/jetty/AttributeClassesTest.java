package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.jetty.ee8.security.authentication.SessionAuthentication;
import org.junit.jupiter.api.Test;

/** Where the classes of what is in a session are found. */
class AttributeClassesTest {
    private final ClassLoader environment = AttributeClassesTest.class.getClassLoader();
    private final AttributeClasses classes = new AttributeClasses(ClassLoader.getPlatformClassLoader(), environment);

    @Test
    void those_of_jetty_that_the_application_does_not_see_are_those_of_its_environment() throws Exception {
        assertThat(classes.loadClass(SessionAuthentication.class.getName())).isSameAs(SessionAuthentication.class);
    }

    @Test
    void others_are_the_applications_alone() {
        assertThatThrownBy(() -> classes.loadClass(AttributeClassesTest.class.getName()))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
