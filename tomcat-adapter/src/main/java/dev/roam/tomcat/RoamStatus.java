package dev.roam.tomcat;

import dev.roam.SessionConsole;
import dev.roam.Sessions;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import org.apache.catalina.session.ManagerBase;
import org.jspecify.annotations.Nullable;

/**
 * What Roam counts, and the sessions of users in the cluster, for JMX: {@code Catalina:type=Roam,host=...,context=...}, beside the manager's {@code
 * type=Manager}, while that runs. All attributes are read-only and flat. What each means, and which operations there are, is in {@code
 * mbeans-descriptors.xml}, from which Tomcat's registry makes the bean that JMX sees; it asks this one for the values. Thread-safe. Reading an attribute asks
 * nothing of the store.
 */
final class RoamStatus implements DynamicMBean {
    private final Sessions<?> sessions;
    private final SessionConsole console;

    RoamStatus(Sessions<?> sessions) {
        this.sessions = sessions;
        this.console = new SessionConsole(sessions.registry());
    }

    /** The properties of the bean's name for a manager. */
    static String nameFor(ManagerBase manager) {
        return manager.getObjectNameKeyProperties().replaceFirst("type=Manager", "type=Roam");
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        if (name.equals("application")) {
            return sessions.application();
        }
        Object value = sessions.statistics().byName().get(name);
        if (value == null) {
            throw new AttributeNotFoundException("There is no attribute " + name);
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList found = new AttributeList();
        for (String name : names) {
            try {
                found.add(new Attribute(name, getAttribute(name)));
            } catch (AttributeNotFoundException e) {
                // Left out, as DynamicMBean says.
            }
        }
        return found;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("The attribute " + attribute.getName() + " is read-only");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String name, @Nullable Object @Nullable [] parameters, String @Nullable [] signature)
            throws ReflectionException {
        if (parameters == null || parameters.length != 1 || !(parameters[0] instanceof String text)) {
            throw unknown(name);
        }
        return switch (name) {
            case "sessionsOf" -> console.sessionsOf(text);
            case "session" -> console.session(text);
            case "endSession" -> console.endSession(text);
            case "endSessionsOf" -> console.endSessionsOf(text);
            default -> throw unknown(name);
        };
    }

    private static ReflectionException unknown(String name) {
        return new ReflectionException(
                new NoSuchMethodException(name), "There is no operation " + name + " of one string");
    }

    /** The names alone; the registry's bean, which is the one that JMX sees, has the descriptors. */
    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = sessions.statistics().byName().keySet().stream()
                .map(name -> new MBeanAttributeInfo(name, Object.class.getName(), name, true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(getClass().getName(), "What Roam counts", attributes, null, null, null);
    }
}
