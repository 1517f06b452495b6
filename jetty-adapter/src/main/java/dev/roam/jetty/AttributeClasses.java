package dev.roam.jetty;

/**
 * Finds the classes of attributes: as the web application does; and those of Jetty itself, which it keeps from web applications ({@code
 * WebAppContext.isHiddenClass}) and puts into their sessions, as its environment does, whose loader has the server's
 * behind it.
 */
final class AttributeClasses extends ClassLoader {
    private static final String JETTYS = "org.eclipse.jetty.";

    private final ClassLoader environment;

    AttributeClasses(ClassLoader application, ClassLoader environment) {
        super(application);
        this.environment = environment;
    }

    /** Called for what the web application does not find. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(JETTYS)) {
            return Class.forName(name, false, environment);
        }
        throw new ClassNotFoundException(name);
    }
}
