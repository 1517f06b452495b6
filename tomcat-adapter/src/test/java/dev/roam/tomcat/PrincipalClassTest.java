package dev.roam.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.Principal;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A principal of a class that only the web application has: each node reads it with its own application's loader. */
class PrincipalClassTest {
    private final TestStore store = new TestStore();

    /** In a web application's classes. */
    public record Customer(String getName) implements Principal, Serializable {
        @Override
        public String getName() {
            return getName;
        }
    }

    /** Defines that class itself, as a web application's loader does with its own. */
    private static final class Classes extends ClassLoader {
        Classes() {
            super(PrincipalClassTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Customer.class.getName())) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = Objects.requireNonNull(in).readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private TestNode node(ClassLoader classes) {
        TestNode node = TestNode.on(store).with(context -> context.setParentClassLoader(classes));
        return node.page("/login", (request, response) -> {
                    Object bob;
                    try {
                        bob = Class.forName(Customer.class.getName(), true, loader())
                                .getConstructor(String.class)
                                .newInstance("bob");
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                    node.session(request.getSession().getId()).setPrincipal((Principal) bob);
                })
                .start();
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }

    @Test
    void a_principal_is_read_with_the_class_loader_of_the_web_application() throws Exception {
        Classes hers = new Classes();
        Classes ours = new Classes();
        try (TestNode a = node(hers);
                TestNode b = node(ours)) {
            String cookie = TestNode.newCookie(a.get("/login", null));

            Principal there = a.session(cookie).getPrincipal();
            Principal here = b.session(cookie).getPrincipal();

            assertThat(Objects.requireNonNull(there).getClass().getClassLoader())
                    .isSameAs(hers);
            assertThat(Objects.requireNonNull(here).getClass().getClassLoader()).isSameAs(ours);
            assertThat(here.getName()).isEqualTo("bob");
        }
    }
}
