package dev.roam.jetty;

/**
 * Which values are an {@code HttpSessionActivationListener}, of whichever servlet API: there is one for each of Jetty's environments, and this jar sees none of
 * them. Answers are kept with the class that they are about, so they hold no web application.
 */
final class ActivationListeners {
    private static final String NAME = "servlet.http.HttpSessionActivationListener";

    private static final ClassValue<Boolean> ARE_SOME = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return isOne(type);
        }
    };

    private ActivationListeners() {}

    static boolean isOne(Object value) {
        return ARE_SOME.get(value.getClass());
    }

    private static boolean isOne(Class<?> type) {
        String name = type.getName();
        if (name.equals("jakarta." + NAME) || name.equals("javax." + NAME)) {
            return true;
        }
        for (Class<?> inherited : type.getInterfaces()) {
            if (isOne(inherited)) {
                return true;
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent != null && isOne(parent);
    }
}
