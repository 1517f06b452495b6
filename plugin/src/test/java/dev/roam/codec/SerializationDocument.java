package dev.roam.codec;

import dev.roam.codec.evolution.Change;
import dev.roam.codec.evolution.Change.Outcomes;
import dev.roam.codec.samples.Sample;
import dev.roam.codec.samples.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables of docs/serialization.md, made by encoding and decoding. */
final class SerializationDocument {
    private static final String COMPACT = "kryo";
    private static final String JAVA = "java";
    private static final int LONGEST_CELL = 60;

    private static final String HEAD_BY_CHANGE =
            """
            | change | the new version reads of the old | the old version reads of the new | with `serializer=java` |
            | --- | --- | --- | --- |
            """;

    private static final Path FILTER = Path.of("src/main/java/dev/roam/codec/SerialFilter.java");
    private static final Pattern REMARK = Pattern.compile("\\s+// (\\w.*)");
    private static final Pattern REFUSED = Pattern.compile("\\s+\"!([\\w.$*]+)\"[,)].*");

    private SerializationDocument() {}

    /** A document with its tables made anew; they stand between {@code <!-- name -->} and {@code <!-- /name -->}. */
    static String withTables(String document) throws Exception {
        String typed = replaced(document, "by type", byType());
        return replaced(replaced(typed, "by change", byChange()), "refused by default", refusedByDefault());
    }

    private static String replaced(String document, String name, String table) {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        Matcher found = Pattern.compile("(?s)" + Pattern.quote(begin) + ".*?" + Pattern.quote(end))
                .matcher(document);
        if (!found.find()) {
            throw new AssertionError("the document has no place for the table " + name);
        }
        return document.substring(0, found.start()) + begin + table + end + document.substring(found.end());
    }

    /** Each topic with the names of the samples that go in the compact format, in Java's, or not at all. */
    private static String byType() throws Exception {
        Codec codec = Codecs.of(COMPACT, SerializationDocument.class.getClassLoader(), SerialFilter.of(null));
        Map<String, List<List<String>>> topics = new LinkedHashMap<>();
        for (Sample sample : Samples.all()) {
            List<List<String>> columns = topics.computeIfAbsent(
                    sample.topic(), topic -> List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
            columns.get(column(codec, sample)).add(sample.name());
        }
        StringBuilder table = new StringBuilder("| topic | compact | Java's | refused |\n| --- | --- | --- | --- |\n");
        topics.forEach((topic, columns) -> {
            table.append("| ").append(topic);
            columns.forEach(names -> table.append(" | ").append(String.join("; ", names)));
            table.append(" |\n");
        });
        return table.toString().replace("|  |", "| |").replace("|  |", "| |");
    }

    private static int column(Codec codec, Sample sample) throws Exception {
        try {
            return codec.encode(sample.make())[0] == Format.KRYO.code() ? 0 : 1;
        } catch (EncodeException e) {
            return 2;
        }
    }

    /** Each change with what the two versions read of each other, and what Java serialisation would, where that is something else. */
    private static String byChange() throws Exception {
        StringBuilder table = new StringBuilder(HEAD_BY_CHANGE);
        String topic = "";
        for (Change change : EvolutionTest.CHANGES) {
            if (!change.topic().equals(topic)) {
                topic = change.topic();
                table.append("| **").append(topic).append("** | | | |\n");
            }
            Outcomes compact = EvolutionTest.outcomes(COMPACT, change);
            Outcomes java = EvolutionTest.outcomes(JAVA, change);
            String other = java.equals(compact) ? "the same" : cell(java.byNew()) + ", " + cell(java.byOld());
            table.append("| ").append(change.name());
            table.append(" | ").append(cell(compact.byNew()));
            table.append(" | ").append(cell(compact.byOld()));
            table.append(" | ").append(other).append(" |\n");
        }
        return table.toString();
    }

    /** What the source of {@link SerialFilter} lists, with its remarks. */
    private static String refusedByDefault() throws IOException {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        String group = "";
        for (String line : Files.readAllLines(FILTER)) {
            Matcher remark = REMARK.matcher(line);
            Matcher pattern = REFUSED.matcher(line);
            if (remark.matches()) {
                group = remark.group(1);
            } else if (pattern.matches()) {
                groups.computeIfAbsent(group, name -> new ArrayList<>()).add('`' + pattern.group(1) + '`');
            }
        }
        StringBuilder table = new StringBuilder("| of | refused by default |\n| --- | --- |\n");
        groups.forEach((name, patterns) -> table.append("| ")
                .append(name)
                .append(" | ")
                .append(String.join(", ", patterns))
                .append(" |\n"));
        return table.toString();
    }

    /** The default limits of {@link SerialFilter}, as the document lists them. */
    static List<String> limits() {
        SerialFilter.Limits limits = SerialFilter.of(null).limits();
        return List.of(
                "`maxdepth=" + limits.depth() + "`",
                "`maxrefs=" + limits.references() + "`",
                "`maxarray=" + limits.array() + "`",
                "`maxbytes=" + limits.bytes() + "`");
    }

    private static String cell(String outcome) {
        if (outcome.equals(Change.NOT_READ)) {
            return "not read";
        }
        String shown = outcome.length() > LONGEST_CELL ? outcome.substring(0, LONGEST_CELL) + "…" : outcome;
        return '`' + shown + '`';
    }
}
