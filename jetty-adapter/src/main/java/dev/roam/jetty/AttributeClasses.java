package dev.roam.jetty;

/**
 * Finds the classes of attributes: as the web application does; and those of Jetty itself, which it keeps from web applications ({@code
 * WebAppContext.isHiddenClass}) and puts into their sessions, as the server does.
 */
final class AttributeClasses extends ClassLoader {
    private static final String JETTYS = "org.eclipse.jetty.";

    AttributeClasses(ClassLoader application) {
        super(application);
    }

    /** Called for what the web application does not find. */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(JETTYS)) {
            return Class.forName(name, false, AttributeClasses.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
