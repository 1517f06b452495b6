package dev.roam;

/** A limit that an option sets was reached: what was asked for is not done, and the store is as it was. */
public class LimitException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * @param option the option that sets the limit
     * @param message what was too much, by how much, and the remedy
     */
    public LimitException(String option, String message) {
        super(message);
        this.option = option;
    }

    /** The option that sets the limit, one of {@link Options#names}. */
    public String option() {
        return option;
    }
}
