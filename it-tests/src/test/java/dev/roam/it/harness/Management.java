package dev.roam.it.harness;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A look into a running server through JMX, for what HTTP does not tell. */
public final class Management implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    private Management(JMXConnector connector) throws IOException {
        this.connector = connector;
        server = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // The address comes from the process that we attached to.
    public static Management of(Node node) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(node.pid()));
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

    /** The attribute of the one bean that has a name like that. */
    public Object attribute(String pattern, String name) throws IOException, JMException {
        return server.getAttribute(single(pattern), name);
    }

    private ObjectName single(String pattern) throws IOException, JMException {
        Set<ObjectName> names = server.queryNames(new ObjectName(pattern), null);
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
