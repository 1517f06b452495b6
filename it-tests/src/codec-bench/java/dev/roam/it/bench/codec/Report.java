package dev.roam.it.bench.codec;

import static dev.roam.it.bench.codec.Contender.JAVA;
import static dev.roam.it.bench.codec.Contender.JUDGED;
import static dev.roam.it.bench.codec.Contender.KRYO;

import java.util.Arrays;
import java.util.Locale;

/** What was measured, in tables, and whether it is what we aim at. */
final class Report {
    private static final double OF_KRYO = 1.3;
    private static final double FASTER_THAN_JAVA = 3;
    private static final double OF_BYTES_OF_JAVA = 0.5;

    private final Measurements measured;

    Report(Measurements measured) {
        this.measured = measured;
    }

    /** The aims first, then a table for each value. */
    String text(String conditions) throws Exception {
        StringBuilder text = new StringBuilder(conditions).append("\n\n## Aims\n\n");
        aims(text);
        for (Value value : measured.values()) {
            table(text, value);
        }
        return text.toString();
    }

    private void aims(StringBuilder text) throws Exception {
        text.append("They are set for the serializer ")
                .append(JUDGED)
                .append(".\n\n| aim | value | measured | met |\n|---|---|---|---|\n");
        for (Value value : measured.values()) {
            double ratio = roundTrip(value, JUDGED) / roundTrip(value, KRYO);
            String aim = String.format(Locale.ROOT, "round trip at most %.1f times that of %s", OF_KRYO, KRYO);
            aim(text, aim, value, ratio, ratio <= OF_KRYO);
        }
        for (Value value : measured.values()) {
            if (value == Value.BEAN || value == Value.CART) {
                double ratio = roundTrip(value, JAVA) / roundTrip(value, JUDGED);
                String aim = String.format(
                        Locale.ROOT, "round trip at least %.0f times faster than %s", FASTER_THAN_JAVA, JAVA);
                aim(text, aim, value, ratio, ratio >= FASTER_THAN_JAVA);
            }
            if (value == Value.CART) {
                double ratio = (double) bytes(value, JUDGED) / bytes(value, JAVA);
                String aim = String.format(Locale.ROOT, "at most %.1f of the bytes of %s", OF_BYTES_OF_JAVA, JAVA);
                aim(text, aim, value, ratio, ratio <= OF_BYTES_OF_JAVA);
            }
        }
    }

    private static void aim(StringBuilder text, String aim, Value value, double ratio, boolean met) {
        text.append(String.format(
                Locale.ROOT, "| %s | %s | %.2f | %s |%n", aim, value.label(), ratio, met ? "yes" : "**no**"));
    }

    private void table(StringBuilder text, Value value) throws Exception {
        text.append(String.format("%n## %s%n%n%s.%n%n", value.label(), value.description()));
        text.append("| codec | bytes |");
        for (Operation operation : Operation.values()) {
            text.append(' ').append(operation.label()).append(" |");
        }
        text.append(" round trip by round | of ")
                .append(KRYO)
                .append(" | of ")
                .append(JAVA)
                .append(" |\n");
        text.append("|---|---:|")
                .append("---:|".repeat(Operation.values().length + 3))
                .append('\n');
        for (String contender : Contender.names()) {
            row(text, value, contender);
        }
    }

    private void row(StringBuilder text, Value value, String contender) throws Exception {
        text.append(String.format("| %s | %d |", contender, bytes(value, contender)));
        for (Operation operation : Operation.values()) {
            text.append(String.format(Locale.ROOT, " %.0f |", measured.median(value, operation, contender)));
        }
        double[] rounds = measured.ofRounds(value, Operation.ROUND_TRIP, contender);
        double roundTrip = roundTrip(value, contender);
        text.append(String.format(
                Locale.ROOT,
                " %.0f-%.0f | %.2f | %.2f |%n",
                Arrays.stream(rounds).min().orElseThrow(),
                Arrays.stream(rounds).max().orElseThrow(),
                roundTrip / roundTrip(value, KRYO),
                roundTrip / roundTrip(value, JAVA)));
    }

    private double roundTrip(Value value, String contender) {
        return measured.median(value, Operation.ROUND_TRIP, contender);
    }

    private static int bytes(Value value, String contender) throws Exception {
        return Contender.of(contender).encode(value.make()).length;
    }
}
