package dev.roam.store.hazelcast;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;

/** A member that stood still asks another one: do you still count me in? One that is merging itself does not know. */
final class MembershipQuestion implements Callable<Boolean>, HazelcastInstanceAware, Wired {
    private UUID asker;
    private HazelcastInstance instance;

    @SuppressWarnings("NullAway.Init") // until readData
    MembershipQuestion() {}

    @SuppressWarnings("NullAway.Init") // the instance is set before the call
    MembershipQuestion(UUID asker) {
        this.asker = asker;
    }

    @Override
    public void setHazelcastInstance(HazelcastInstance hazelcast) {
        instance = hazelcast;
    }

    @Override
    public Boolean call() {
        MemberStanding standing = MemberStanding.of(instance);
        return standing != null
                && !standing.isMerging()
                && instance.getCluster().getMembers().stream()
                        .anyMatch(member -> member.getUuid().equals(asker));
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(asker.getMostSignificantBits());
        out.writeLong(asker.getLeastSignificantBits());
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        asker = new UUID(in.readLong(), in.readLong());
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.MEMBERSHIP_QUESTION;
    }
}
