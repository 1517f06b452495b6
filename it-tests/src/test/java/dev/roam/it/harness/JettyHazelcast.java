package dev.roam.it.harness;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Jetty's own replication, its module {@code session-store-hazelcast-embedded}, set up as Jetty's Operations Guide wants it for several servers: a worker name
 * for each, and sessions that are stored before the response goes out.
 */
final class JettyHazelcast {

    private static final String PROPERTIES =
            """
            jetty.sessionIdManager.workerName=node%d
            jetty.session.flushOnResponseCommit=true
            jetty.session.hazelcast.configurationLocation=etc/hazelcast.xml
            """;

    /**
     * Members on the loopback address, and the serializer that the module sets only where it has no file; it misses it all the same in its log, where it looks for an
     * object and a file can only name a class. All else is as Hazelcast has it.
     */
    private static final String HAZELCAST =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <hazelcast xmlns="http://www.hazelcast.com/schema/config">
              <cluster-name>%s</cluster-name>
              <properties>
                <property name="hazelcast.phone.home.enabled">false</property>
                <property name="hazelcast.socket.bind.any">false</property>
              </properties>
              <network>
                <port auto-increment="false">%d</port>
                <join>
                  <auto-detection enabled="false"/>
                  <tcp-ip enabled="true"><members>%s</members></tcp-ip>
                </join>
                <interfaces enabled="true"><interface>127.0.0.1</interface></interfaces>
              </network>
              <serialization>
                <serializers>
                  <serializer type-class="org.eclipse.jetty.session.SessionData"
                      class-name="org.eclipse.jetty.hazelcast.session.SessionDataSerializer"/>
                </serializers>
              </serialization>
            </hazelcast>
            """;

    private final String clusterName;
    private final List<Integer> ports;
    private final String cache;

    /**
     * @param ports of the members, one for each node
     * @param cache the module: {@code session-cache-hash}, which is right only where a session stays on its node, or {@code session-cache-null}
     */
    JettyHazelcast(String clusterName, List<Integer> ports, String cache) {
        this.clusterName = clusterName;
        this.ports = ports;
        this.cache = cache;
    }

    /** The settings of a stock node, with this in it. */
    NodeSettings in(NodeSettings stock, int index) {
        String members = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        return stock.withModules(
                List.of(cache, "session-store-hazelcast-embedded"),
                Map.of(
                        "start.d/cluster.ini", PROPERTIES.formatted(index + 1),
                        "etc/hazelcast.xml", HAZELCAST.formatted(clusterName, ports.get(index), members)));
    }
}
