package dev.roam.it.bench.codec;

/** What is measured of each value, in the order of the tables. */
enum Operation {
    /** What a changed attribute costs. */
    ENCODE("encode"),

    /** What an attribute costs on the node that takes over. */
    DECODE("decode"),

    /** Both, one after the other. */
    ROUND_TRIP("round trip"),

    /** What a commit does with an object that was handed out, to see whether it was changed. */
    UNCHANGED("unchanged-check");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** The head of the column. */
    String label() {
        return label;
    }

    /** The operation of an iteration, counted from 0: they take turns. */
    static Operation of(int iteration) {
        Operation[] all = values();
        return all[iteration % all.length];
    }
}
