package dev.roam.store.hazelcast;

import com.hazelcast.client.Client;
import com.hazelcast.cluster.Endpoint;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What a reaper tells the others of itself. It rests in the cluster as a text, so that looking at it needs no class of Roam's.
 *
 * @param until when the reaper is to be taken for dead, in the cluster's time
 * @param node on which node it runs
 */
record Heartbeat(long until, String node) {
    private static final char BETWEEN = ' ';

    String text() {
        return until + String.valueOf(BETWEEN) + node;
    }

    static Heartbeat parse(String text) {
        int between = text.indexOf(BETWEEN);
        return new Heartbeat(Long.parseLong(text.substring(0, between)), text.substring(between + 1));
    }

    /** How a node is called: a member by its address, {@code host:port}; a client, which has none, by the name of its host. */
    static String nodeOf(HazelcastInstance instance) {
        Endpoint endpoint = instance.getLocalEndpoint();
        if (endpoint instanceof Member member) {
            return member.getAddress().getHost() + ":" + member.getAddress().getPort();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return ((Client) endpoint).getName();
        }
    }
}
