package dev.roam.codec;

import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the filter of the option {@code serialFilter}: which classes may be decoded, and how much of them.
 *
 * <p>The default refuses classes that are known to turn reading into running something (gadgets) and allows all others; a list of those can never
 * be complete, so who knows the classes of the sessions gives an allow list: {@code com.acme.**;java.**;!*}.
 *
 * <p>The user's pattern comes <em>before</em> the default list, and the first part that matches decides. So it may refuse more, and it may allow what
 * the default refuses; after a {@code !*} the default does not matter, and a {@code *} switches it off. Its limits ({@code maxdepth} and the rest)
 * stand in place of the default ones.
 */
public final class SerialFilter implements ObjectInputFilter {
    /**
     * Against damaged or hostile bytes, not against large sessions: far above what a session should hold, and a depth that {@link JavaCodec} can
     * read: 10,000 objects, and a few levels more, for in reading references and superclasses are levels, too.
     */
    private static final String LIMITS =
            "maxdepth=" + WriteGuard.MOST_READ_LEVELS + ";maxrefs=20000000;maxarray=100000000;maxbytes=268435456";

    /**
     * By library; the names are those of the public collections of such chains (ysoserial, marshalsec). Only classes that have no business in a
     * session are here: what frameworks do keep there (Spring's scoped proxies and injected requests, Weld's proxies, Hibernate's collections) is left alone.
     */
    private static final String GADGETS = String.join(
            ";",
            // JDK: bytecode loading, remote references, naming, nested streams, calls on reading
            "java.rmi.server.UID",
            "!java.rmi.server.**",
            "!java.rmi.registry.**",
            "!java.rmi.activation.**",
            "!java.rmi.MarshalledObject",
            "!sun.rmi.**",
            "!javax.management.BadAttributeValueExpException",
            "!javax.management.remote.**",
            "!javax.naming.Reference",
            "!javax.naming.spi.**",
            "!javax.naming.ldap.Rdn$*",
            "!com.sun.jndi.**",
            "!com.sun.rowset.JdbcRowSetImpl",
            "!com.sun.org.apache.xalan.**",
            "!com.sun.org.apache.bcel.**",
            "!com.sun.corba.**",
            "!java.beans.EventHandler",
            "!java.security.SignedObject",
            "!javax.script.**",
            "!javax.swing.UIDefaults*",
            "!sun.reflect.annotation.AnnotationInvocationHandler",
            // Apache
            "!org.apache.commons.collections.functors.**",
            "!org.apache.commons.collections.comparators.TransformingComparator",
            "!org.apache.commons.collections4.functors.**",
            "!org.apache.commons.collections4.comparators.TransformingComparator",
            "!org.apache.commons.beanutils.BeanComparator",
            "!org.apache.commons.beanutils2.BeanComparator",
            "!org.apache.commons.fileupload.disk.**",
            "!org.apache.commons.dbcp.datasources.**",
            "!org.apache.commons.dbcp2.datasources.**",
            "!org.apache.tomcat.dbcp.**",
            "!org.apache.wicket.util.upload.**",
            "!org.apache.click.control.Column*",
            "!org.apache.openjpa.ee.**",
            "!org.apache.shiro.jndi.**",
            "!org.apache.xalan.**",
            "!org.apache.xbean.naming.**",
            "!org.apache.xml.resolver.**",
            // Spring
            "!org.springframework.aop.target.JndiObjectTargetSource",
            "!org.springframework.beans.factory.config.MethodInvokingFactoryBean",
            "!org.springframework.beans.factory.config.PropertyPathFactoryBean",
            "!org.springframework.core.SerializableTypeWrapper$MethodInvokeTypeProvider",
            "!org.springframework.jndi.**",
            "!org.springframework.transaction.jta.**",
            // languages that run what they read
            "!bsh.**",
            "!clojure.core$*",
            "!clojure.inspector.**",
            "!groovy.util.Expando",
            "!org.codehaus.groovy.runtime.ConversionHandler",
            "!org.codehaus.groovy.runtime.ConvertedClosure",
            "!org.codehaus.groovy.runtime.MethodClosure",
            "!org.mozilla.javascript.**",
            "!org.python.**",
            "!scala.sys.process.**",
            // others
            "!com.fasterxml.jackson.databind.node.POJONode",
            "!com.mchange.**",
            "!com.rometools.rome.feed.impl.**",
            "!com.sun.syndication.feed.impl.**",
            "!javassist.tools.**",
            "!javassist.util.proxy.ProxyObjectInputStream",
            "!org.aspectj.weaver.tools.cache.**",
            "!org.hibernate.property.**",
            "!org.hibernate.tuple.component.**",
            "!org.jboss.interceptor.**",
            "!org.jboss.weld.interceptor.builder.MethodReference");

    private final ObjectInputFilter filter;
    private final NamePatterns names;
    private final Limits limits;

    private SerialFilter(String pattern) {
        filter = ObjectInputFilter.Config.createFilter(pattern);
        names = NamePatterns.of(pattern);
        limits = Limits.of(pattern);
    }

    /**
     * The filter for a value of the option. It is immutable, thread-safe, and holds no class loader.
     *
     * @param pattern in the syntax of {@link ObjectInputFilter.Config#createFilter}; white space around the parts is ignored; null or blank: the
     *     default alone
     * @throws IllegalArgumentException if the pattern is malformed; the message says where
     */
    public static SerialFilter of(@Nullable String pattern) {
        String user = pattern == null
                ? ""
                : Arrays.stream(pattern.split(";")).map(String::strip).collect(Collectors.joining(";"));
        for (int i = 0; i < user.length(); i++) {
            if (Character.isWhitespace(user.charAt(i))) {
                throw new IllegalArgumentException("white space inside \"" + user + "\"; parts are separated by ';'");
            }
        }
        // Of a limit that is given twice the last one counts, of two parts that match the first.
        return new SerialFilter(LIMITS + ";" + user + ";" + GADGETS);
    }

    @Override
    public Status checkInput(FilterInfo info) {
        return filter.checkInput(info);
    }

    /**
     * Whether classes of that name are refused whatever they are: to be asked before one is loaded. A no is no permission, for the patterns may name a
     * module, which only the class itself tells.
     *
     * @param className as {@link Class#getName} gives it; of an array, the name of its elements counts
     */
    public boolean refuses(String className) {
        return names.refuse(className);
    }

    /** Whether a class or one of its serialisable superclasses is refused, limits aside. */
    public boolean refuses(Class<?> type) {
        for (Class<?> level = type; level != null && level != Object.class; level = level.getSuperclass()) {
            boolean counts = level == type || Serializable.class.isAssignableFrom(level);
            if (counts && filter.checkInput(new Question(level, 1)) == Status.REJECTED) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return filter.toString();
    }

    /** How much one value may hold. */
    public Limits limits() {
        return limits;
    }

    /**
     * The limits of a filter, each at most what an int or a long holds where the pattern sets none.
     *
     * @param depth levels of objects
     * @param references objects and references to them
     * @param array elements of one array or collection
     * @param bytes of the encoding
     */
    public record Limits(int depth, long references, int array, long bytes) {
        private static Limits of(String pattern) {
            long depth = Integer.MAX_VALUE;
            long references = Long.MAX_VALUE;
            long array = Integer.MAX_VALUE;
            long bytes = Long.MAX_VALUE;
            for (String part : pattern.split(";", -1)) {
                String[] pair = part.split("=", 2);
                switch (pair[0]) {
                    case "maxdepth" -> depth = Long.parseLong(pair[1]);
                    case "maxrefs" -> references = Long.parseLong(pair[1]);
                    case "maxarray" -> array = Long.parseLong(pair[1]);
                    case "maxbytes" -> bytes = Long.parseLong(pair[1]);
                    default -> {}
                }
            }
            return new Limits(
                    (int) Math.min(depth, Integer.MAX_VALUE),
                    references,
                    (int) Math.min(array, Integer.MAX_VALUE),
                    bytes);
        }
    }
}
