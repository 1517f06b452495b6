package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tables of docs/serialization.md tell what the code does, because the code makes them. */
class SerializationDocumentTest {
    /** Surefire runs in the module's folder. */
    private static final Path DOCUMENT = Path.of("..", "docs", "serialization.md");

    @Test
    void the_tables_are_those_that_the_codec_makes() throws Exception {
        String document = Files.readString(DOCUMENT);
        String made = SerializationDocument.withTables(document);

        if ("write".equals(System.getProperty("roam.documents"))) {
            Files.writeString(DOCUMENT, made);
        } else {
            assertThat(document.lines())
                    .as(
                            "docs/serialization.md; to write it: mvn test -pl plugin -Dtest=SerializationDocumentTest -Droam.documents=write")
                    .containsExactlyElementsOf(made.lines().toList());
        }
    }

    @Test
    void the_limits_are_those_of_the_filter() throws Exception {
        assertThat(Files.readString(DOCUMENT)).contains(SerializationDocument.limits());
    }

    @Test
    void a_table_that_lies_is_found() throws Exception {
        String document = Files.readString(DOCUMENT);
        String lie = document.replace("| field removed | `A{a=1}`", "| field removed | `A{a=2}`");

        assertThat(lie).isNotEqualTo(document);
        assertThat(SerializationDocument.withTables(lie)).isEqualTo(SerializationDocument.withTables(document));
    }
}
