package dev.roam;

/** Which requests of one session may run at the same time. */
public enum Locking {
    /** All, as in a container of its own: changes of different attributes never get lost, of two changes of one attribute the last stands. */
    NONE,
    /** One at a time in the whole cluster. */
    SESSION
}
