package dev.roam.record;

import static dev.roam.record.Records.ONE;
import static dev.roam.record.Records.applied;
import static dev.roam.record.Records.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Identity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name of any length that an application or a realm may give: what can be written can be read. */
class LongNamesTest {

    /** On both sides of what two bytes and what {@code writeUTF} can say, and more than a mebibyte. */
    @ParameterizedTest
    @ValueSource(ints = {32_767, 32_768, 65_535, 65_536, 1_100_000})
    void users_roles_and_attributes_with_long_names_are_read_as_they_were_written(int length) throws IOException {
        String name = "\u00e9" + "n".repeat(length - 1);
        Header header =
                new Header("id", 42, 60, new Identity("user" + name, Set.of("role" + name, "other"), "type" + name));
        SessionRecord record = applied(
                new Operation.Create(
                        id(ONE, 1), header, Map.of(Records.key(name), Records.bytes("value")), Records.TOUCH_CAP),
                null,
                1_000);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Wire.write(new DataOutputStream(written), record);

        SessionRecord read = Wire.readRecord(new DataInputStream(new ByteArrayInputStream(written.toByteArray())));

        assertThat(read.header().equals(header)).isTrue();
        assertThat(Records.text(read, name)).isEqualTo("value");
    }
}
