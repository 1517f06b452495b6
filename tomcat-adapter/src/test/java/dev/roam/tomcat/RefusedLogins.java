package dev.roam.tomcat;

import dev.roam.Container;
import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.WorkingCopy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A container in whose sessions nobody may log in: its user has as many as allowed. */
final class RefusedLogins {
    private RefusedLogins() {}

    /** A manager of such a container. */
    static RoamManager manager(TestStore store) {
        return new RoamManager(
                (node, application, container, server) -> TestNode.sessions(store, application, of(container)));
    }

    @SuppressWarnings("unchecked") // as the interfaces say
    private static Container<RoamSession> of(Container<RoamSession> container) {
        return (Container<RoamSession>) Proxy.newProxyInstance(
                Container.class.getClassLoader(),
                new Class<?>[] {Container.class},
                (proxy, method, arguments) -> method.getName().equals("newSession")
                        ? container.newSession(refusing((WorkingCopy<RoamSession>) arguments[0]))
                        : invoked(container, method, arguments));
    }

    @SuppressWarnings("unchecked") // as the interface says
    private static WorkingCopy<RoamSession> refusing(WorkingCopy<RoamSession> copy) {
        return (WorkingCopy<RoamSession>) Proxy.newProxyInstance(
                WorkingCopy.class.getClassLoader(), new Class<?>[] {WorkingCopy.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("identity") && arguments != null && arguments[0] instanceof Identity) {
                        throw new LimitException("maxSessionsPerUser", "ann has as many sessions as she may");
                    }
                    return invoked(copy, method, arguments);
                });
    }

    private static @Nullable Object invoked(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
