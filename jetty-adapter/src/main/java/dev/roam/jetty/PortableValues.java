package dev.roam.jetty;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.MultiMap;

/**
 * Attributes of Jetty's own in a form that every node can store and read, whatever its serializer, its version of Jetty and its environment: the request
 * to which a form login returns, whose parameters are of a class that is not serializable, and flags, which Jetty compares by identity.
 */
final class PortableValues {
    /** {@code HttpURI} in ee10 and ee11, text in ee8 and ee9. */
    private static final Set<String> URIS = Set.of(
            "org.eclipse.jetty.security.form_URI",
            "org.eclipse.jetty.security.openid.URI",
            "org.eclipse.jetty.security.siwe.URI");

    private static final Set<String> PARAMETERS = Set.of(
            "org.eclipse.jetty.security.form_POST",
            "org.eclipse.jetty.security.openid.POST",
            "org.eclipse.jetty.security.siwe.POST");

    private final Authentications authentications;

    PortableValues(Authentications authentications) {
        this.authentications = authentications;
    }

    /** What is stored for a value that Jetty sets. */
    Object stored(String name, Object value) {
        if (value instanceof HttpURI uri && URIS.contains(name)) {
            return uri.asString();
        }
        if (value instanceof Fields fields && PARAMETERS.contains(name)) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            fields.forEach(field -> values.put(field.getName(), new ArrayList<>(field.getValues())));
            return values;
        }
        return value;
    }

    /** What Jetty expects for a value that is stored. */
    Object used(String name, Object value) {
        if (value instanceof String uri && URIS.contains(name)) {
            return authentications.savedUri(uri);
        }
        if (value instanceof Map<?, ?> values && !(value instanceof MultiMap<?>) && PARAMETERS.contains(name)) {
            return fields(values);
        }
        return value instanceof Boolean flag ? Boolean.valueOf(flag) : value;
    }

    private static Fields fields(Map<?, ?> values) {
        Fields fields = new Fields(true);
        values.forEach((name, all) -> fields.put(new Fields.Field(
                String.valueOf(name),
                ((List<?>) all).stream().map(String::valueOf).toList())));
        return fields;
    }
}
