package dev.roam.it.harness;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A look into a running server through JMX, for what HTTP does not tell. */
public final class Management implements AutoCloseable {

    private static final String DEPLOYER = "Catalina:type=Deployer,host=localhost";

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private Management(JMXConnector connector) throws IOException {
        this.connector = connector;
        server = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // The address comes from the process that we attached to.
    public static Management of(Server process) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
            try {
                return new Management(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException(e);
        }
    }

    /** Whether the node sees that many members, and every partition has its backup. */
    boolean isSafe(int members) throws IOException, JMException {
        return attribute("com.hazelcast:type=HazelcastInstance,*", "memberCount")
                        .equals(members)
                && attribute("com.hazelcast:type=HazelcastInstance.PartitionServiceMBean,*", "isClusterSafe")
                        .equals(true);
    }

    /** Reloads a web application, as Tomcat does when its classes have changed. */
    public void reload(String contextPath) throws IOException, JMException {
        server.invoke(
                single("Catalina:j2eeType=WebModule,name=//localhost" + contextPath + ",*"), "reload", null, null);
    }

    /** Deploys, undeploys or reloads a web application of that name ({@code /path##version}) as its folder is now, and returns when it is done. */
    public void check(String name) throws IOException, JMException {
        server.invoke(single(DEPLOYER), "check", new Object[] {name}, new String[] {String.class.getName()});
    }

    /** Has Tomcat undeploy the old versions of applications that have no sessions any more, as it does every ten seconds where that is switched on. */
    public void undeployOldVersions() throws IOException, JMException {
        server.invoke(single(DEPLOYER), "checkUndeploy", null, null);
    }

    /** Invokes an operation without parameters on each bean that has a name like that. */
    void invokeAll(String pattern, String operation) throws IOException, JMException {
        for (ObjectName bean : names(pattern)) {
            server.invoke(bean, operation, null, null);
        }
    }

    /** What an operation of one text answers. */
    Object invoke(String bean, String operation, String text) throws IOException, JMException {
        return server.invoke(
                new ObjectName(bean), operation, new Object[] {text}, new String[] {String.class.getName()});
    }

    /** The name of the one bean of those with a name like that whose attribute has the value. */
    String nameWith(String pattern, String attribute, String value) throws IOException, JMException {
        for (ObjectName bean : names(pattern)) {
            if (value.equals(server.getAttribute(bean, attribute))) {
                return bean.toString();
            }
        }
        throw new IOException("No bean " + pattern + " with the " + attribute + " " + value);
    }

    /** Collects garbage, and answers how many objects of a class are left. */
    public long count(String className) throws IOException, JMException {
        String histogram = (String) server.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(className))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    /** How many threads have a name that begins so, and not so. */
    public long threads(String prefix, String butNot) throws IOException {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null
                        && thread.getThreadName().startsWith(prefix)
                        && !thread.getThreadName().startsWith(butNot))
                .count();
    }

    /** How many beans match a pattern. */
    public int beans(String pattern) throws IOException, JMException {
        return names(pattern).size();
    }

    /** The attribute of the one bean that has a name like that. */
    public Object attribute(String pattern, String name) throws IOException, JMException {
        return server.getAttribute(single(pattern), name);
    }

    private Set<ObjectName> names(String pattern) throws IOException, JMException {
        return server.queryNames(new ObjectName(pattern), null);
    }

    private ObjectName single(String pattern) throws IOException, JMException {
        Set<ObjectName> names = names(pattern);
        if (names.size() != 1) {
            throw new IOException("Expected one bean " + pattern + ", found " + names);
        }
        return names.iterator().next();
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
