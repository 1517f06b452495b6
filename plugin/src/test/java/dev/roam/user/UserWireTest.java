package dev.roam.user;

import static dev.roam.user.Users.enter;
import static dev.roam.user.Users.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roam.record.WireException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written of users is read again as it was. */
class UserWireTest {
    interface Writing {
        void to(DataOutput out) throws IOException;
    }

    private static byte[] bytes(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInput in(byte... bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static UserOperation[] operations() {
        return new UserOperation[] {
            new UserOperation.Enter("käse", id(1), 3, true, false),
            new UserOperation.Enter("a", id(2), 0, false, false),
            new UserOperation.Leave("a", id(3)),
            new UserOperation.Find(),
            new UserOperation.Prune(Map.of("a", id(4), "b", id(5)))
        };
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operations(UserOperation operation) throws IOException {
        assertThat(UserWire.readOperation(in(bytes(out -> UserWire.write(out, operation)))))
                .isEqualTo(operation);
    }

    @Test
    void a_record_with_what_left_it() throws IOException {
        Users users = new Users();
        users.run(enter("a", 1));
        users.run(enter("b", 2));
        users.run(new UserOperation.Enter("c", id(3), 1, true, false));
        users.run(new UserOperation.Leave("a", id(1)));
        UserRecord record = Objects.requireNonNull(users.record);

        assertThat(UserWire.readRecord(in(bytes(out -> UserWire.write(out, record)))))
                .isEqualTo(record);
    }

    @Test
    void an_answer() throws IOException {
        UserAnswer answer = new UserAnswer(false, Map.of("a", new Login(id(1), 42, true)));

        assertThat(UserWire.readAnswer(in(bytes(out -> UserWire.write(out, answer)))))
                .isEqualTo(answer);
    }

    @Test
    void a_newer_format_and_an_unknown_operation_are_refused() {
        assertThatThrownBy(() -> UserWire.readOperation(in((byte) 2, (byte) 3))).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> UserWire.readRecord(in((byte) 2))).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> UserWire.readAnswer(in((byte) 2))).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> UserWire.readOperation(in((byte) 1, (byte) 99)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("99");
    }
}
