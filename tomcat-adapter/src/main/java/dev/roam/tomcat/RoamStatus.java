package dev.roam.tomcat;

import dev.roam.Node;
import dev.roam.OperationKind;
import dev.roam.OperationStatistics;
import dev.roam.Sessions;
import dev.roam.Statistics;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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
 * What Roam counts, for JMX: {@code Catalina:type=Roam,host=...,context=...}, beside the manager's {@code type=Manager}, while that runs. All is read-only
 * and flat. What each attribute means is in {@code mbeans-descriptors.xml}, from which Tomcat's registry makes the bean that JMX sees; it asks this one for
 * the values. Thread-safe. Reading asks nothing of the store.
 */
final class RoamStatus implements DynamicMBean {
    /** By the attribute's name; those of each operation are added to these. */
    private static final Map<String, Function<Statistics, Object>> VALUES = values();

    private final String application;
    private final Sessions<?> sessions;

    RoamStatus(String application, Sessions<?> sessions) {
        this.application = application;
        this.sessions = sessions;
    }

    /** The properties of the bean's name for a manager. */
    static String nameFor(ManagerBase manager) {
        return manager.getObjectNameKeyProperties().replaceFirst("type=Manager", "type=Roam");
    }

    private static Map<String, Function<Statistics, Object>> values() {
        Map<String, Function<Statistics, Object>> values = new LinkedHashMap<>();
        values.put("version", read -> Node.version());
        values.put("reachable", Statistics::reachable);
        values.put("memberCount", read -> read.members().size());
        values.put("members", read -> String.join(", ", read.members()));
        values.put("copies", Statistics::copies);
        values.put("openings", Statistics::openings);
        values.put("unavailable", Statistics::unavailable);
        values.put("unchanged", Statistics::unchanged);
        values.put("notEncoded", Statistics::notEncoded);
        values.put("disturbed", Statistics::disturbed);
        values.put("notDecoded", Statistics::notDecoded);
        values.put("reaped", Statistics::reaped);
        values.put("claimedAgain", Statistics::claimedAgain);
        for (OperationKind kind : OperationKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            addOperation(values, kind, name + "Count", OperationStatistics::count);
            addOperation(values, kind, name + "Failures", OperationStatistics::failures);
            addOperation(values, kind, name + "MeanMicros", OperationStatistics::meanMicros);
            addOperation(values, kind, name + "P50Micros", OperationStatistics::p50Micros);
            addOperation(values, kind, name + "P99Micros", OperationStatistics::p99Micros);
            addOperation(values, kind, name + "MaxMicros", OperationStatistics::maxMicros);
        }
        return values;
    }

    private static void addOperation(
            Map<String, Function<Statistics, Object>> values,
            OperationKind kind,
            String name,
            Function<OperationStatistics, Object> value) {
        values.put(name, read -> value.apply(read.operation(kind)));
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        if (name.equals("application")) {
            return application;
        }
        Function<Statistics, Object> value = VALUES.get(name);
        if (value == null) {
            throw new AttributeNotFoundException("There is no attribute " + name);
        }
        return value.apply(sessions.statistics());
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
        throw new ReflectionException(new NoSuchMethodException(name), "There is no operation " + name);
    }

    /** The names alone; the registry's bean, which is the one that JMX sees, has the descriptors. */
    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = VALUES.keySet().stream()
                .map(name -> new MBeanAttributeInfo(name, Object.class.getName(), name, true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(getClass().getName(), "What Roam counts", attributes, null, null, null);
    }
}
