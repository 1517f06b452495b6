package dev.roam.store.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import java.util.UUID;
import java.util.stream.Collectors;

/** How many members there are, and whether one has left: two plain reads for every operation. Thread-safe. */
public final class Membership implements AutoCloseable {
    private final Cluster cluster;
    private final UUID registration;
    private volatile int count;
    private volatile int departures;

    /** @param cluster to listen to from now on */
    public Membership(Cluster cluster) {
        this.cluster = cluster;
        this.count = cluster.getMembers().size();
        this.registration = cluster.addMembershipListener(new Listener());
    }

    /** Members now. */
    public int count() {
        return count;
    }

    /** Departures so far; another value than before says that an answer may never come. */
    int departures() {
        return departures;
    }

    /** The members' addresses. */
    public String describe() {
        return cluster.getMembers().stream()
                .map(Member::getAddress)
                .map(address -> address.getHost() + ":" + address.getPort())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        cluster.removeMembershipListener(registration);
    }

    private final class Listener implements InitialMembershipListener {
        @Override
        public void init(InitialMembershipEvent event) {
            count = event.getMembers().size();
        }

        @Override
        public void memberAdded(MembershipEvent event) {
            count = event.getMembers().size();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // Hazelcast calls listeners one after the other
        public void memberRemoved(MembershipEvent event) {
            count = event.getMembers().size();
            departures++;
        }
    }
}
