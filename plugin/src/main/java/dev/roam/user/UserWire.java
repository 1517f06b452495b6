package dev.roam.user;

import dev.roam.record.CommitId;
import dev.roam.record.Wire;
import dev.roam.record.WireException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How what is about users travels and rests: in {@link Wire}'s format, and by its rules. Stateless. */
public final class UserWire {
    private static final int ENTER = 1;
    private static final int LEAVE = 2;
    private static final int FIND = 3;
    private static final int PRUNE = 4;

    private UserWire() {}

    /** Writes a record. */
    public static void write(DataOutput out, UserRecord record) throws IOException {
        out.writeByte(Wire.FORMAT);
        writeLogins(out, record.logins());
        out.writeInt(record.left().size());
        for (Map.Entry<CommitId, Long> entry : record.left().entrySet()) {
            Wire.writeCommitId(out, entry.getKey());
            out.writeLong(entry.getValue());
        }
        out.writeLong(record.checked());
    }

    /**
     * Reads a record.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static UserRecord readRecord(DataInput in) throws IOException {
        Wire.checkFormat(in);
        Map<String, Login> logins = readLogins(in);
        int count = Wire.readCount(in);
        Map<CommitId, Long> left = new HashMap<>();
        for (int i = 0; i < count; i++) {
            left.put(Wire.readCommitId(in), in.readLong());
        }
        return new UserRecord(logins, left, in.readLong());
    }

    /** Writes an operation. */
    public static void write(DataOutput out, UserOperation operation) throws IOException {
        out.writeByte(Wire.FORMAT);
        if (operation instanceof UserOperation.Enter enter) {
            out.writeByte(ENTER);
            Wire.writeString(out, enter.key());
            Wire.writeCommitId(out, enter.id());
            out.writeInt(enter.limit());
            out.writeBoolean(enter.endsOldest());
            out.writeBoolean(enter.again());
        } else if (operation instanceof UserOperation.Leave leave) {
            out.writeByte(LEAVE);
            Wire.writeString(out, leave.key());
            Wire.writeCommitId(out, leave.id());
        } else if (operation instanceof UserOperation.Prune prune) {
            out.writeByte(PRUNE);
            out.writeInt(prune.dead().size());
            for (Map.Entry<String, CommitId> entry : prune.dead().entrySet()) {
                Wire.writeString(out, entry.getKey());
                Wire.writeCommitId(out, entry.getValue());
            }
        } else {
            out.writeByte(FIND);
        }
    }

    /**
     * Reads an operation.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static UserOperation readOperation(DataInput in) throws IOException {
        Wire.checkFormat(in);
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case ENTER ->
                new UserOperation.Enter(
                        Wire.readString(in), Wire.readCommitId(in), in.readInt(), in.readBoolean(), in.readBoolean());
            case LEAVE -> new UserOperation.Leave(Wire.readString(in), Wire.readCommitId(in));
            case FIND -> new UserOperation.Find();
            case PRUNE -> {
                int count = Wire.readCount(in);
                Map<String, CommitId> dead = new HashMap<>();
                for (int i = 0; i < count; i++) {
                    dead.put(Wire.readString(in), Wire.readCommitId(in));
                }
                yield new UserOperation.Prune(dead);
            }
            default ->
                throw new WireException("unknown operation " + kind + " on a user: the data is damaged, or another"
                        + " version of Roam wrote it");
        };
    }

    /** Writes an answer. */
    public static void write(DataOutput out, UserAnswer answer) throws IOException {
        out.writeByte(Wire.FORMAT);
        out.writeBoolean(answer.accepted());
        writeLogins(out, answer.logins());
    }

    /**
     * Reads an answer.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static UserAnswer readAnswer(DataInput in) throws IOException {
        Wire.checkFormat(in);
        return new UserAnswer(in.readBoolean(), readLogins(in));
    }

    private static void writeLogins(DataOutput out, Map<String, Login> logins) throws IOException {
        out.writeInt(logins.size());
        for (Map.Entry<String, Login> entry : logins.entrySet()) {
            Wire.writeString(out, entry.getKey());
            Wire.writeCommitId(out, entry.getValue().id());
            out.writeLong(entry.getValue().at());
            out.writeBoolean(entry.getValue().leaving());
        }
    }

    private static Map<String, Login> readLogins(DataInput in) throws IOException {
        int count = Wire.readCount(in);
        Map<String, Login> logins = new HashMap<>();
        for (int i = 0; i < count; i++) {
            logins.put(Wire.readString(in), new Login(Wire.readCommitId(in), in.readLong(), in.readBoolean()));
        }
        return logins;
    }
}
