package dev.roam.record;

import dev.roam.Cause;
import dev.roam.Identity;
import dev.roam.Scope;
import dev.roam.record.Answer.Reason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Roam's own wire format: how records, operations, outcomes and answers travel and rest. Each begins with one byte, the format's version; a reader
 * refuses a newer one than it knows. All of the format is in this one file, so that it can be checked and changed as a whole. Numbers are big endian, strings are UTF-8 behind their length, a flag byte stands before whatever may be absent.
 * Stateless.
 */
public final class Wire {
    /** The format that this code writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    /** Their places are their codes: append only. */
    private static final List<Scope> SCOPES = List.of(Scope.APPLICATION, Scope.TOMCAT, Scope.JETTY);

    private static final List<Cause> CAUSES =
            List.of(Cause.TIMEOUT, Cause.INVALIDATED, Cause.USER_LIMIT, Cause.REPLACED);

    private static final List<Reason> REASONS = List.of(
            Reason.ABSENT,
            Reason.ENDING,
            Reason.DUE,
            Reason.RENAMED,
            Reason.REPLACED,
            Reason.TAKEN,
            Reason.NOT_DUE,
            Reason.SUPERSEDED,
            Reason.TOO_LARGE,
            Reason.LOCK_LOST);

    /** Bytes allocated for a value before any of it is there. */
    private static final int FIRST_ALLOCATION = 1 << 20;

    private Wire() {}

    // ------------------------------------------------------------------ record

    /** Writes a record. */
    public static void write(DataOutput out, SessionRecord record) throws IOException {
        out.writeByte(FORMAT);
        writeRecord(out, record);
    }

    /**
     * Reads a record.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static SessionRecord readRecord(DataInput in) throws IOException {
        checkFormat(in);
        return readRecordBody(in);
    }

    private static void writeRecord(DataOutput out, SessionRecord record) throws IOException {
        writeCommitId(out, record.incarnation());
        writeHeader(out, record.header());
        out.writeLong(record.headerCounter());
        writeState(out, record.state());
        long[] recent = record.lineage().recent();
        out.writeLong(record.version().counter());
        out.writeByte(recent.length);
        for (long lineage : recent) {
            out.writeLong(lineage);
        }
        writeAttributes(out, record.attributes());
        out.writeLong(record.forgotten());
        out.writeInt(record.commits().size());
        for (Map.Entry<Writer, Done> entry : record.commits().entrySet()) {
            writeWriter(out, entry.getKey());
            out.writeLong(entry.getValue().number());
            writeVersion(out, entry.getValue().version());
            out.writeLong(entry.getValue().at());
        }
        out.writeLong(record.accessed());
        out.writeLong(record.touched());
        out.writeLong(record.touchCap());
        out.writeLong(record.trial());
        writeTurns(out, record.turns());
    }

    private static SessionRecord readRecordBody(DataInput in) throws IOException {
        CommitId incarnation = readCommitId(in);
        Header header = readHeader(in);
        long headerCounter = in.readLong();
        State state = readState(in);
        long counter = in.readLong();
        long[] recent = new long[in.readUnsignedByte()];
        for (int i = 0; i < recent.length; i++) {
            recent[i] = in.readLong();
        }
        Map<AttributeKey, AttributeValue> attributes = readAttributes(in);
        long forgotten = in.readLong();
        int writers = readCount(in);
        Map<Writer, Done> commits = new HashMap<>();
        for (int i = 0; i < writers; i++) {
            Writer writer = readWriter(in);
            commits.put(writer, new Done(in.readLong(), readVersion(in), in.readLong()));
        }
        return new SessionRecord.Draft(incarnation, header, Lineage.of(counter, recent))
                .header(header, headerCounter)
                .state(state)
                .attributes(attributes, forgotten)
                .commits(commits)
                .times(in.readLong(), in.readLong())
                .touchCap(in.readLong())
                .trial(in.readLong())
                .turns(readTurns(in))
                .record();
    }

    private static void writeTurns(DataOutput out, Turns turns) throws IOException {
        writeOptional(out, turns.holder(), Wire::writeTurn);
        out.writeInt(turns.waiting().size());
        for (Turns.Turn turn : turns.waiting()) {
            writeTurn(out, turn);
        }
        out.writeInt(turns.over().size());
        for (CommitId ticket : turns.over()) {
            writeCommitId(out, ticket);
        }
    }

    private static Turns readTurns(DataInput in) throws IOException {
        Turns.Turn holder = readOptional(in, Wire::readTurn);
        int queued = readCount(in);
        List<Turns.Turn> waiting = new ArrayList<>();
        for (int i = 0; i < queued; i++) {
            waiting.add(readTurn(in));
        }
        int remembered = readCount(in);
        List<CommitId> over = new ArrayList<>();
        for (int i = 0; i < remembered; i++) {
            over.add(readCommitId(in));
        }
        return new Turns(holder, waiting, over);
    }

    private static void writeTurn(DataOutput out, Turns.Turn turn) throws IOException {
        writeCommitId(out, turn.ticket());
        out.writeLong(turn.until());
    }

    private static Turns.Turn readTurn(DataInput in) throws IOException {
        return new Turns.Turn(readCommitId(in), in.readLong());
    }

    // --------------------------------------------------------------- operation

    private static final int CREATE = 1;
    private static final int FETCH = 2;
    private static final int TOUCH = 3;
    private static final int COMMIT = 4;
    private static final int RENAME = 5;
    private static final int CLAIM = 6;
    private static final int DROP = 7;
    private static final int FORGET = 8;
    private static final int LOOK = 9;
    private static final int DESCRIBE = 10;
    private static final int LOCK = 11;
    private static final int RENEW = 12;
    private static final int UNLOCK = 13;

    /** Writes an operation. */
    public static void write(DataOutput out, Operation operation) throws IOException {
        out.writeByte(FORMAT);
        if (operation instanceof Operation.Create create) {
            out.writeByte(CREATE);
            writeCommitId(out, create.id());
            writeHeader(out, create.header());
            writeValues(out, create.attributes());
            out.writeLong(create.touchCap());
            out.writeLong(create.trial());
            writeOptional(out, create.ticket(), Wire::writeCommitId);
            out.writeLong(create.lease());
        } else if (operation instanceof Operation.Fetch fetch) {
            out.writeByte(FETCH);
            writeOptional(out, fetch.id(), Wire::writeString);
            writeOptional(out, fetch.incarnation(), Wire::writeCommitId);
            writeOptional(out, fetch.known(), Wire::writeVersion);
            out.writeBoolean(fetch.sign());
        } else if (operation instanceof Operation.Touch touch) {
            out.writeByte(TOUCH);
            writeOptional(out, touch.id(), Wire::writeString);
            writeOptional(out, touch.incarnation(), Wire::writeCommitId);
            out.writeLong(touch.age());
            out.writeBoolean(touch.first());
        } else if (operation instanceof Operation.Commit commit) {
            out.writeByte(COMMIT);
            writeCommit(out, commit);
        } else if (operation instanceof Operation.Rename rename) {
            out.writeByte(RENAME);
            writeCommitId(out, rename.incarnation());
            writeCommitId(out, rename.id());
            writeString(out, rename.from());
            writeString(out, rename.to());
            writeOptional(out, rename.known(), Wire::writeVersion);
            writeOptional(out, rename.ticket(), Wire::writeCommitId);
        } else if (operation instanceof Operation.Claim claim) {
            out.writeByte(CLAIM);
            writeOptional(out, claim.incarnation(), Wire::writeCommitId);
            writeCommitId(out, claim.id());
            writeCause(out, claim.cause());
            out.writeLong(claim.millis());
            writeOptional(out, claim.known(), Wire::writeVersion);
        } else if (operation instanceof Operation.Drop drop) {
            out.writeByte(DROP);
            writeCommitId(out, drop.incarnation());
            writeCommitId(out, drop.claim());
        } else if (operation instanceof Operation.Forget) {
            out.writeByte(FORGET);
        } else if (operation instanceof Operation.Look look) {
            out.writeByte(LOOK);
            writeOptional(out, look.id(), Wire::writeString);
            writeOptional(out, look.incarnation(), Wire::writeCommitId);
            writeOptional(out, look.known(), Wire::writeVersion);
        } else if (operation instanceof Operation.Describe describe) {
            out.writeByte(DESCRIBE);
            writeOptional(out, describe.id(), Wire::writeString);
        } else if (operation instanceof Operation.Lock lock) {
            out.writeByte(LOCK);
            writeOptional(out, lock.id(), Wire::writeString);
            writeOptional(out, lock.incarnation(), Wire::writeCommitId);
            writeCommitId(out, lock.ticket());
            out.writeLong(lock.lease());
            writeOptional(out, lock.known(), Wire::writeVersion);
            out.writeBoolean(lock.again());
        } else if (operation instanceof Operation.Renew renew) {
            out.writeByte(RENEW);
            writeCommitId(out, renew.ticket());
            out.writeLong(renew.lease());
            out.writeBoolean(renew.again());
        } else if (operation instanceof Operation.Unlock unlock) {
            out.writeByte(UNLOCK);
            writeCommitId(out, unlock.ticket());
            out.writeLong(unlock.lease());
            out.writeBoolean(unlock.again());
        }
    }

    /**
     * Reads an operation.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static Operation readOperation(DataInput in) throws IOException {
        checkFormat(in);
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case CREATE ->
                new Operation.Create(
                        readCommitId(in),
                        readHeader(in),
                        readCreateValues(in),
                        in.readLong(),
                        in.readLong(),
                        readOptional(in, Wire::readCommitId),
                        in.readLong());
            case FETCH ->
                new Operation.Fetch(
                        readOptional(in, Wire::readString),
                        readOptional(in, Wire::readCommitId),
                        readOptional(in, Wire::readVersion),
                        in.readBoolean());
            case TOUCH ->
                new Operation.Touch(
                        readOptional(in, Wire::readString),
                        readOptional(in, Wire::readCommitId),
                        in.readLong(),
                        in.readBoolean());
            case COMMIT -> readCommit(in);
            case RENAME ->
                new Operation.Rename(
                        readCommitId(in),
                        readCommitId(in),
                        readString(in),
                        readString(in),
                        readOptional(in, Wire::readVersion),
                        readOptional(in, Wire::readCommitId));
            case CLAIM ->
                new Operation.Claim(
                        readOptional(in, Wire::readCommitId),
                        readCommitId(in),
                        readCause(in),
                        in.readLong(),
                        readOptional(in, Wire::readVersion));
            case DROP -> new Operation.Drop(readCommitId(in), readCommitId(in));
            case FORGET -> new Operation.Forget();
            case LOOK ->
                new Operation.Look(
                        readOptional(in, Wire::readString),
                        readOptional(in, Wire::readCommitId),
                        readOptional(in, Wire::readVersion));
            case DESCRIBE -> new Operation.Describe(readOptional(in, Wire::readString));
            case LOCK ->
                new Operation.Lock(
                        readOptional(in, Wire::readString),
                        readOptional(in, Wire::readCommitId),
                        readCommitId(in),
                        in.readLong(),
                        readOptional(in, Wire::readVersion),
                        in.readBoolean());
            case RENEW -> new Operation.Renew(readCommitId(in), in.readLong(), in.readBoolean());
            case UNLOCK -> new Operation.Unlock(readCommitId(in), in.readLong(), in.readBoolean());
            default -> throw unknown("operation", kind);
        };
    }

    private static void writeCommit(DataOutput out, Operation.Commit commit) throws IOException {
        writeCommitId(out, commit.incarnation());
        writeCommitId(out, commit.id());
        out.writeInt(commit.changes().size());
        for (Map.Entry<AttributeKey, Change> entry : commit.changes().entrySet()) {
            writeKey(out, entry.getKey());
            writeVersion(out, entry.getValue().base());
            writeBytes(out, entry.getValue().bytes());
        }
        writeOptional(out, commit.header().maxInactive(), DataOutput::writeInt);
        out.writeBoolean(commit.header().setsIdentity());
        writeOptional(out, commit.header().identity(), Wire::writeIdentity);
        out.writeBoolean(commit.yields());
        writeOptional(out, commit.known(), Wire::writeVersion);
        writeOptional(out, commit.ticket(), Wire::writeCommitId);
        out.writeLong(commit.maxBytes());
    }

    private static Operation.Commit readCommit(DataInput in) throws IOException {
        CommitId incarnation = readCommitId(in);
        CommitId id = readCommitId(in);
        int count = readCount(in);
        Map<AttributeKey, Change> changes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            AttributeKey key = readKey(in);
            Version base = readVersion(in);
            changes.put(key, new Change(readBytes(in), base));
        }
        HeaderChange header = new HeaderChange(
                readOptional(in, DataInput::readInt), in.readBoolean(), readOptional(in, Wire::readIdentity));
        return new Operation.Commit(
                incarnation,
                id,
                changes,
                header,
                in.readBoolean(),
                readOptional(in, Wire::readVersion),
                readOptional(in, Wire::readCommitId),
                in.readLong());
    }

    // ----------------------------------------------------------------- outcome

    private static final int PUT = 1;
    private static final int REMOVE = 2;
    private static final int ACCESS = 3;
    private static final int ADVANCE = 4;
    private static final int TURN = 5;

    /** Writes an outcome. */
    public static void write(DataOutput out, Outcome outcome) throws IOException {
        out.writeByte(FORMAT);
        if (outcome instanceof Outcome.Put put) {
            out.writeByte(PUT);
            writeRecord(out, put.record());
        } else if (outcome instanceof Outcome.Forget) {
            out.writeByte(REMOVE);
        } else if (outcome instanceof Outcome.Access access) {
            out.writeByte(ACCESS);
            out.writeLong(access.accessed());
            out.writeLong(access.touched());
            out.writeBoolean(access.proven());
        } else if (outcome instanceof Outcome.Advance advance) {
            out.writeByte(ADVANCE);
            writeVersion(out, advance.base());
            writeCommitId(out, advance.by());
            out.writeLong(advance.at());
            out.writeLong(advance.accessed());
            writeValues(out, advance.written());
            writeOptional(out, advance.header(), Wire::writeHeader);
            writeState(out, advance.state());
        } else if (outcome instanceof Outcome.Turn turn) {
            out.writeByte(TURN);
            writeVersion(out, turn.base());
            writeTurns(out, turn.turns());
            out.writeLong(turn.accessed());
            out.writeLong(turn.touched());
            out.writeBoolean(turn.proven());
        }
    }

    /**
     * Reads an outcome.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static Outcome readOutcome(DataInput in) throws IOException {
        checkFormat(in);
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case PUT -> new Outcome.Put(readRecordBody(in));
            case REMOVE -> new Outcome.Forget();
            case ACCESS -> new Outcome.Access(in.readLong(), in.readLong(), in.readBoolean());
            case ADVANCE ->
                new Outcome.Advance(
                        readVersion(in),
                        readCommitId(in),
                        in.readLong(),
                        in.readLong(),
                        readValues(in),
                        readOptional(in, Wire::readHeader),
                        readState(in));
            case TURN ->
                new Outcome.Turn(readVersion(in), readTurns(in), in.readLong(), in.readLong(), in.readBoolean());
            default -> throw unknown("outcome", kind);
        };
    }

    // ------------------------------------------------------------------ answer

    private static final int HELD = 1;
    private static final int REFUSED = 2;
    private static final int DESCRIPTION = 3;
    private static final int WAITING = 4;
    private static final int RELEASED = 5;

    /** Writes an answer. */
    public static void write(DataOutput out, Answer answer) throws IOException {
        out.writeByte(FORMAT);
        if (answer instanceof Answer.Held held) {
            out.writeByte(HELD);
            writeCommitId(out, held.incarnation());
            writeVersion(out, held.own());
            out.writeLong(held.previousAccess());
            writeVersion(out, held.update().version());
            out.writeBoolean(held.update().whole());
            writeOptional(out, held.update().header(), Wire::writeHeader);
            writeAttributes(out, held.update().attributes());
            writeOptional(out, held.claimed(), Wire::writeClaimed);
        } else if (answer instanceof Answer.Refused refused) {
            out.writeByte(REFUSED);
            out.writeByte(REASONS.indexOf(refused.reason()));
            writeOptional(out, refused.cause(), Wire::writeCause);
        } else if (answer instanceof Answer.Description description) {
            out.writeByte(DESCRIPTION);
            writeHeader(out, description.header());
            out.writeLong(description.lastUse());
            writeWriter(out, description.changedBy());
            out.writeLong(description.bytes());
            writeStrings(out, description.names());
        } else if (answer instanceof Answer.Waiting) {
            out.writeByte(WAITING);
        } else if (answer instanceof Answer.Released released) {
            out.writeByte(RELEASED);
            writeOptional(out, released.next(), Wire::writeCommitId);
        }
    }

    /**
     * Reads an answer.
     *
     * @throws WireException if a newer Roam wrote it, or it is damaged
     */
    public static Answer readAnswer(DataInput in) throws IOException {
        checkFormat(in);
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case HELD ->
                new Answer.Held(
                        readCommitId(in),
                        readVersion(in),
                        in.readLong(),
                        new Update(
                                readVersion(in),
                                in.readBoolean(),
                                readOptional(in, Wire::readHeader),
                                readAttributes(in)),
                        readOptional(in, Wire::readClaimed));
            case REFUSED ->
                new Answer.Refused(pick(REASONS, in.readUnsignedByte(), "reason"), readOptional(in, Wire::readCause));
            case DESCRIPTION ->
                new Answer.Description(readHeader(in), in.readLong(), readWriter(in), in.readLong(), readStrings(in));
            case WAITING -> new Answer.Waiting();
            case RELEASED -> new Answer.Released(readOptional(in, Wire::readCommitId));
            default -> throw unknown("answer", kind);
        };
    }

    // ------------------------------------------------------------------- parts

    private static void writeWriter(DataOutput out, Writer writer) throws IOException {
        out.writeLong(writer.high());
        out.writeLong(writer.low());
    }

    private static Writer readWriter(DataInput in) throws IOException {
        return new Writer(in.readLong(), in.readLong());
    }

    /** Writes a commit id, as part of something. */
    public static void writeCommitId(DataOutput out, CommitId id) throws IOException {
        writeWriter(out, id.writer());
        out.writeLong(id.number());
    }

    /** Reads a commit id. */
    public static CommitId readCommitId(DataInput in) throws IOException {
        return new CommitId(readWriter(in), in.readLong());
    }

    private static void writeVersion(DataOutput out, Version version) throws IOException {
        out.writeLong(version.counter());
        out.writeLong(version.lineage());
    }

    private static Version readVersion(DataInput in) throws IOException {
        return new Version(in.readLong(), in.readLong());
    }

    private static void writeHeader(DataOutput out, Header header) throws IOException {
        writeString(out, header.id());
        out.writeLong(header.created());
        out.writeInt(header.maxInactive());
        writeOptional(out, header.identity(), Wire::writeIdentity);
    }

    private static Header readHeader(DataInput in) throws IOException {
        return new Header(readString(in), in.readLong(), in.readInt(), readOptional(in, Wire::readIdentity));
    }

    private static void writeIdentity(DataOutput out, Identity identity) throws IOException {
        writeString(out, identity.name());
        writeStrings(out, identity.roles());
        writeOptional(out, identity.authType(), Wire::writeString);
    }

    private static Identity readIdentity(DataInput in) throws IOException {
        return new Identity(readString(in), readStrings(in), readOptional(in, Wire::readString));
    }

    private static void writeStrings(DataOutput out, Set<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            writeString(out, string);
        }
    }

    private static Set<String> readStrings(DataInput in) throws IOException {
        int count = readCount(in);
        Set<String> strings = new HashSet<>();
        for (int i = 0; i < count; i++) {
            strings.add(readString(in));
        }
        return strings;
    }

    private static final int LIVE = 1;
    private static final int ENDING = 2;
    private static final int ENDED = 3;

    private static void writeState(DataOutput out, State state) throws IOException {
        if (state instanceof State.Ending ending) {
            out.writeByte(ENDING);
            writeCommitId(out, ending.by());
            out.writeLong(ending.until());
            writeCause(out, ending.cause());
        } else if (state instanceof State.Ended ended) {
            out.writeByte(ENDED);
            writeCommitId(out, ended.by());
            out.writeLong(ended.at());
        } else {
            out.writeByte(LIVE);
        }
    }

    private static State readState(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        return switch (kind) {
            case LIVE -> new State.Live();
            case ENDING -> new State.Ending(readCommitId(in), in.readLong(), readCause(in));
            case ENDED -> new State.Ended(readCommitId(in), in.readLong());
            default -> throw unknown("state", kind);
        };
    }

    private static void writeCause(DataOutput out, Cause cause) throws IOException {
        out.writeByte(CAUSES.indexOf(cause));
    }

    private static Cause readCause(DataInput in) throws IOException {
        return pick(CAUSES, in.readUnsignedByte(), "cause");
    }

    private static void writeClaimed(DataOutput out, Answer.Claimed claimed) throws IOException {
        writeCause(out, claimed.cause());
        out.writeBoolean(claimed.lapsed());
    }

    private static Answer.Claimed readClaimed(DataInput in) throws IOException {
        return new Answer.Claimed(readCause(in), in.readBoolean());
    }

    private static void writeKey(DataOutput out, AttributeKey key) throws IOException {
        out.writeByte(SCOPES.indexOf(key.scope()));
        writeString(out, key.name());
    }

    private static AttributeKey readKey(DataInput in) throws IOException {
        return new AttributeKey(pick(SCOPES, in.readUnsignedByte(), "scope"), readString(in));
    }

    private static void writeAttributes(DataOutput out, Map<AttributeKey, AttributeValue> attributes)
            throws IOException {
        out.writeInt(attributes.size());
        for (Map.Entry<AttributeKey, AttributeValue> entry : attributes.entrySet()) {
            writeKey(out, entry.getKey());
            writeVersion(out, entry.getValue().version());
            writeBytes(out, entry.getValue().bytes());
        }
    }

    private static Map<AttributeKey, AttributeValue> readAttributes(DataInput in) throws IOException {
        int count = readCount(in);
        Map<AttributeKey, AttributeValue> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            AttributeKey key = readKey(in);
            attributes.put(key, new AttributeValue(readVersion(in), readBytes(in)));
        }
        return attributes;
    }

    private static void writeValues(DataOutput out, Map<AttributeKey, ? extends byte @Nullable []> values)
            throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<AttributeKey, ? extends byte @Nullable []> entry : values.entrySet()) {
            writeKey(out, entry.getKey());
            writeBytes(out, entry.getValue());
        }
    }

    private static Map<AttributeKey, byte @Nullable []> readValues(DataInput in) throws IOException {
        int count = readCount(in);
        Map<AttributeKey, byte @Nullable []> values = new HashMap<>();
        for (int i = 0; i < count; i++) {
            values.put(readKey(in), readBytes(in));
        }
        return values;
    }

    private static Map<AttributeKey, byte[]> readCreateValues(DataInput in) throws IOException {
        Map<AttributeKey, byte[]> values = new HashMap<>();
        for (Map.Entry<AttributeKey, byte @Nullable []> entry : readValues(in).entrySet()) {
            byte[] bytes = entry.getValue();
            if (bytes == null) {
                throw new WireException("a create that removes attribute " + entry.getKey());
            }
            values.put(entry.getKey(), bytes);
        }
        return values;
    }

    private static void writeBytes(DataOutput out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < -1) {
            throw new WireException("a value of " + length + " bytes: the data is damaged");
        }
        return length == -1 ? null : readFully(in, length);
    }

    /** Allocates as the data comes: a damaged length does not cost the memory it asks for. */
    private static byte[] readFully(DataInput in, int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_ALLOCATION)];
        in.readFully(bytes);
        while (bytes.length < length) {
            int read = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
            in.readFully(bytes, read, bytes.length - read);
        }
        return bytes;
    }

    /** Writes a string, as part of something. */
    public static void writeString(DataOutput out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Reads a string. */
    public static String readString(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            throw new WireException("a string of " + length + " bytes: the data is damaged");
        }
        return new String(readFully(in, length), StandardCharsets.UTF_8);
    }

    /** Reads how many of something follow. */
    public static int readCount(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0) {
            throw new WireException("a count of " + count + ": the data is damaged");
        }
        return count;
    }

    private interface PartWriter<T> {
        void write(DataOutput out, T part) throws IOException;
    }

    private interface PartReader<T> {
        T read(DataInput in) throws IOException;
    }

    private static <T> void writeOptional(DataOutput out, @Nullable T part, PartWriter<T> writer) throws IOException {
        out.writeBoolean(part != null);
        if (part != null) {
            writer.write(out, part);
        }
    }

    private static <T> @Nullable T readOptional(DataInput in, PartReader<T> reader) throws IOException {
        return in.readBoolean() ? reader.read(in) : null;
    }

    private static <E> E pick(List<E> all, int index, String what) {
        if (index >= all.size()) {
            throw unknown(what, index);
        }
        return all.get(index);
    }

    /** Reads the first byte, and refuses a newer format than this code knows. */
    public static void checkFormat(DataInput in) throws IOException {
        int format = in.readUnsignedByte();
        if (format > FORMAT || format == 0) {
            throw new WireException(
                    "session data in format " + format + ", which a newer Roam wrote; this one reads up to " + FORMAT
                            + ". Update Roam on this node, or go back on the others");
        }
    }

    private static WireException unknown(String what, int found) {
        return new WireException("unknown " + what + " " + found + " in session data of format " + FORMAT
                + ": the data is damaged, or another version of Roam wrote it");
    }
}
