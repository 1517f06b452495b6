package dev.roam.record;

import static dev.roam.record.Records.HEADER;
import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.TOUCH_CAP;
import static dev.roam.record.Records.TWO;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.changes;
import static dev.roam.record.Records.claim;
import static dev.roam.record.Records.creation;
import static dev.roam.record.Records.id;
import static dev.roam.record.Records.session;
import static dev.roam.record.Records.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.Cause;
import dev.roam.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written is read as it was; what is damaged or newer is refused, whatever it is. */
class WireTest {
    private static final long NOW = 1_000_000;
    private static final long SEED = 20_260_101L;
    private static final int DAMAGES = 3_000;

    private interface Reading {
        Object from(DataInput in) throws IOException;
    }

    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    private static final class Sample {
        final Object value;
        final byte[] written;
        final Reading reading;

        Sample(Object value, byte[] written, Reading reading) {
            this.value = value;
            this.written = written;
            this.reading = reading;
        }
    }

    // -------------------------------------------------------------- round trip

    @Test
    void records_in_every_state_are_read_as_they_were_written() throws IOException {
        for (SessionRecord record : records()) {
            SessionRecord read = Wire.readRecord(in(write(out -> Wire.write(out, record))));

            assertThat(read.sameContents(record)).isTrue();
            assertThat(read.accessed()).isEqualTo(record.accessed());
            assertThat(read.touched()).isEqualTo(record.touched());
            assertThat(read.touchCap()).isEqualTo(record.touchCap());
            assertThat(read.forgotten()).isEqualTo(record.forgotten());
            assertThat(read.headerCounter()).isEqualTo(record.headerCounter());
        }
    }

    @Test
    void every_operation_outcome_and_answer_is_written_again_as_it_was_read() throws IOException {
        for (Sample sample : samples()) {
            Object read = sample.reading.from(in(sample.written));

            assertThat(read.getClass()).isEqualTo(sample.value.getClass());
            // Sorted, because the order of attributes is a hash map's.
            byte[] again = rewritten(read);
            byte[] before = sample.written.clone();
            Arrays.sort(again);
            Arrays.sort(before);
            assertThat(again).as(() -> sample.value.toString()).isEqualTo(before);
        }
    }

    @Test
    void operations_without_byte_arrays_are_equal_after_the_round_trip() throws IOException {
        for (Operation operation : operations()) {
            boolean comparable = !(operation instanceof Operation.Create) && !(operation instanceof Operation.Commit);
            if (comparable) {
                assertThat(Wire.readOperation(in(write(out -> Wire.write(out, operation)))))
                        .isEqualTo(operation);
            }
        }
    }

    @Test
    void answers_are_equal_after_the_round_trip() throws IOException {
        for (Answer answer : answers()) {
            assertThat(Wire.readAnswer(in(write(out -> Wire.write(out, answer)))))
                    .isEqualTo(answer);
        }
    }

    // ----------------------------------------------------------------- refusal

    @Test
    void a_newer_format_is_refused_with_the_number_and_what_to_do() throws IOException {
        for (Sample sample : samples()) {
            byte[] newer = sample.written.clone();
            newer[0] = Wire.FORMAT + 1;

            assertThatThrownBy(() -> sample.reading.from(in(newer)))
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining("format " + (Wire.FORMAT + 1))
                    .hasMessageContaining("Update Roam");
        }
    }

    @Test
    void data_that_ends_too_early_is_refused() throws IOException {
        for (Sample sample : samples()) {
            for (int length = 0; length < sample.written.length; length++) {
                byte[] cut = new byte[length];
                System.arraycopy(sample.written, 0, cut, 0, length);

                assertThatThrownBy(() -> sample.reading.from(in(cut)))
                        .isInstanceOfAny(IOException.class, WireException.class);
            }
        }
    }

    @Test
    void damaged_data_is_read_or_refused_and_nothing_else_happens() throws IOException {
        Random random = new Random(SEED);
        List<Sample> samples = samples();
        for (int i = 0; i < DAMAGES; i++) {
            Sample sample = samples.get(random.nextInt(samples.size()));
            byte[] damaged = sample.written.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(sample.reading.from(in(damaged))).isNotNull();
            } catch (IOException | WireException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("seed " + SEED + ", damage " + i + " to " + sample.value, e);
            }
        }
    }

    @Test
    void a_huge_length_allocates_nothing_before_the_data_is_there() throws IOException {
        for (int length : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 1 << 30}) {
            byte[] written = write(out -> {
                out.writeByte(Wire.FORMAT);
                out.writeByte(4); // a commit
                for (int i = 0; i < 6; i++) {
                    out.writeLong(1);
                }
                out.writeInt(1);
                out.writeByte(0);
                out.writeInt(1);
                out.writeByte('a');
                out.writeLong(0);
                out.writeLong(0);
                out.writeInt(length);
                out.writeLong(0);
            });

            assertThatThrownBy(() -> Wire.readOperation(in(written))).isInstanceOf(IOException.class);
        }
    }

    // ----------------------------------------------------------------- samples

    private static List<SessionRecord> records() {
        SessionRecord live = session(NOW);
        SessionRecord changed =
                applied(set(id(TWO, 1), "b", null), applied(set(id(ONE, 2), "b", "2"), live, NOW), NOW + 1);
        SessionRecord ending = applied(claim(id(TWO, 2), Cause.USER_LIMIT), changed, NOW + 2);
        SessionRecord ended = applied(new Operation.Drop(id(ONE, 1), id(TWO, 2)), ending, NOW + 3);
        SessionRecord locked = live;
        for (int ticket = 10; ticket < 14; ticket++) {
            locked = applied(new Operation.Lock(null, null, id(ONE, ticket), 2_000, null, false), locked, NOW + 4);
        }
        SessionRecord passedOn = applied(new Operation.Unlock(id(ONE, 10), 2_000, false), locked, NOW + 5);
        return List.of(live, changed, ending, ended, locked, passedOn);
    }

    private static List<Operation> operations() {
        Version version = session(NOW).version();
        Map<AttributeKey, Change> changes = new HashMap<>(changes("a", "x", version));
        changes.putAll(changes("b", null, Version.NONE));
        Identity user = new Identity("bob", Set.of("a", "b"), null);
        return List.of(
                creation(id(ONE, 1)),
                new Operation.Create(id(ONE, 1), HEADER, Map.of(), TOUCH_CAP, 5_000, null, 0),
                new Operation.Fetch("id", null, null, false),
                new Operation.Fetch(null, id(ONE, 1), version, true),
                new Operation.Touch("id", null, 5),
                new Operation.Touch(null, id(ONE, 1), Long.MAX_VALUE, true),
                new Operation.Commit(id(ONE, 1), id(TWO, 7), changes, HeaderChange.NONE, false, version),
                new Operation.Commit(
                        id(ONE, 1), id(TWO, 7), Map.of(), new HeaderChange(60, true, user), true, null, null, 1_000),
                new Operation.Rename(id(ONE, 1), id(TWO, 7), "old", "new", version),
                new Operation.Claim(null, id(TWO, 7), Cause.TIMEOUT, 30_000, null),
                new Operation.Claim(id(ONE, 1), id(TWO, 7), Cause.REPLACED, 30_000, version),
                new Operation.Drop(id(ONE, 1), id(TWO, 7)),
                new Operation.Forget(),
                new Operation.Look("id", null, null),
                new Operation.Look(null, id(ONE, 1), version),
                new Operation.Describe("id"),
                new Operation.Describe(null),
                new Operation.Lock("id", null, id(TWO, 8), 2_000, null, false),
                new Operation.Lock(null, id(ONE, 1), id(TWO, 8), 2_000, version, true),
                new Operation.Renew(id(TWO, 8), 2_000, true),
                new Operation.Unlock(id(TWO, 8), 2_000, false),
                new Operation.Rename(id(ONE, 1), id(TWO, 7), "old", "new", version, id(TWO, 8)),
                new Operation.Commit(
                        id(ONE, 1), id(TWO, 7), changes, HeaderChange.NONE, false, version, id(TWO, 8), 0));
    }

    private static List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        for (SessionRecord record : records()) {
            answers.add(new Answer.Held(record.incarnation(), record.version(), 5, record.since(null), null));
            answers.add(new Answer.Held(
                    record.incarnation(),
                    record.version(),
                    5,
                    record.since(record.version()),
                    new Answer.Claimed(Cause.USER_LIMIT, true)));
        }
        answers.add(Answer.Description.of(session(NOW)));
        for (Answer.Reason reason : Answer.Reason.values()) {
            answers.add(new Answer.Refused(reason));
            answers.add(new Answer.Refused(reason, Cause.REPLACED));
        }
        answers.add(new Answer.Waiting());
        answers.add(new Answer.Released(null));
        answers.add(new Answer.Released(id(TWO, 8)));
        return answers;
    }

    private static List<Sample> samples() throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (SessionRecord record : records()) {
            samples.add(new Sample(record, write(out -> Wire.write(out, record)), Wire::readRecord));
        }
        for (Answer answer : answers()) {
            samples.add(new Sample(answer, write(out -> Wire.write(out, answer)), Wire::readAnswer));
        }
        for (Operation operation : operations()) {
            samples.add(new Sample(operation, write(out -> Wire.write(out, operation)), Wire::readOperation));
            Outcome outcome = operation.decide(session(NOW), NOW).outcome();
            if (outcome != null) {
                samples.add(new Sample(outcome, write(out -> Wire.write(out, outcome)), Wire::readOutcome));
            }
        }
        samples.add(new Sample(
                new Outcome.Forget(), write(out -> Wire.write(out, new Outcome.Forget())), Wire::readOutcome));
        return samples;
    }

    private static byte[] rewritten(Object value) throws IOException {
        if (value instanceof SessionRecord record) {
            return write(out -> Wire.write(out, record));
        } else if (value instanceof Operation operation) {
            return write(out -> Wire.write(out, operation));
        } else if (value instanceof Outcome outcome) {
            return write(out -> Wire.write(out, outcome));
        }
        return write(out -> Wire.write(out, (Answer) value));
    }

    private static byte[] write(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInput in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
