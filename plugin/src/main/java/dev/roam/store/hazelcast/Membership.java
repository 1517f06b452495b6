package dev.roam.store.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import java.util.List;
import java.util.UUID;

/** How many members there are, and whether one has left. Cheap enough to ask for every operation. Thread-safe. */
public final class Membership implements AutoCloseable {
    private final Cluster cluster;
    private final UUID registration;
    private volatile int departures;

    /** @param cluster to listen to from now on */
    public Membership(Cluster cluster) {
        this.cluster = cluster;
        this.registration = cluster.addMembershipListener(new Listener());
    }

    /** Members now; of the member list itself, as events come late. */
    public int count() {
        return cluster.getMembers().size();
    }

    /** Departures so far; another value than before says that an answer may never come. */
    int departures() {
        return departures;
    }

    /** The members' addresses. */
    public String describe() {
        return String.join(", ", addresses());
    }

    /** The members' addresses, {@code host:port}, in order. */
    List<String> addresses() {
        return cluster.getMembers().stream()
                .map(Member::getAddress)
                .map(address -> address.getHost() + ":" + address.getPort())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        cluster.removeMembershipListener(registration);
    }

    private final class Listener implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent event) {
            // no operation waits for that
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Hazelcast calls listeners one after the other
        public void memberRemoved(MembershipEvent event) {
            departures++;
        }
    }
}
