package dev.roam;

/** An option has a value that it cannot have. The message names the option, the value and what is allowed. */
public class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param message names the option, the value and what is allowed */
    public OptionException(String message) {
        super(message);
    }
}
