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
    /** Stands where an ended session has its cause. */
    private static final String TURN = "TURN";

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
        if (announcement instanceof Announcement.Ended ended) {
            writeCommitId(out, ended.incarnation());
            out.writeString(ended.cause().name());
        } else if (announcement instanceof Announcement.Turn turn) {
            writeCommitId(out, turn.ticket());
            out.writeString(TURN);
        }
    }

    private static void writeCommitId(ObjectDataOutput out, CommitId id) throws IOException {
        out.writeLong(id.writer().high());
        out.writeLong(id.writer().low());
        out.writeLong(id.number());
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        int format = in.readUnsignedByte();
        if (format > Wire.FORMAT) {
            throw new WireException("an announcement in format " + format + ", which a newer Roam wrote");
        }
        String key = Objects.requireNonNull(in.readString());
        CommitId id = new CommitId(new Writer(in.readLong(), in.readLong()), in.readLong());
        String what = in.readString();
        announcement = TURN.equals(what)
                ? new Announcement.Turn(key, id)
                : new Announcement.Ended(key, id, Cause.valueOf(what));
    }

    @Override
    public int getClassId() {
        return RoamSerializerFactory.ANNOUNCEMENT;
    }
}
