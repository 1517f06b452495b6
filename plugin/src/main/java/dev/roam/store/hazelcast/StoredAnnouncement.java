package dev.roam.store.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import dev.roam.Cause;
import dev.roam.record.CommitId;
import dev.roam.record.Wire;
import dev.roam.record.WireException;
import dev.roam.record.Writer;
import dev.roam.store.Announcement;
import java.io.IOException;
import java.util.Objects;

/** An announcement on its way to the other nodes. */
final class StoredAnnouncement implements Wired {
    private Announcement announcement;

    @SuppressWarnings("NullAway.Init") // until readData
    StoredAnnouncement() {}

    StoredAnnouncement(Announcement announcement) {
        this.announcement = announcement;
    }

    Announcement announcement() {
        return announcement;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByte(Wire.FORMAT);
        out.writeString(announcement.key());
        CommitId incarnation = announcement.incarnation();
        out.writeLong(incarnation.writer().high());
        out.writeLong(incarnation.writer().low());
        out.writeLong(incarnation.number());
        out.writeString(announcement.cause().name());
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        int format = in.readUnsignedByte();
        if (format > Wire.FORMAT) {
            throw new WireException("an announcement in format " + format + ", which a newer Roam wrote");
        }
        announcement = new Announcement(
                Objects.requireNonNull(in.readString()),
                new CommitId(new Writer(in.readLong(), in.readLong()), in.readLong()),
                Cause.valueOf(in.readString()));
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.ANNOUNCEMENT;
    }
}
