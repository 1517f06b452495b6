package dev.roam.record;

/**
 * The last changing operation of one writer on a record.
 *
 * @param number of its {@link CommitId}
 * @param version what it made of the record
 * @param at the owner's cluster time
 */
public record Done(long number, Version version, long at) {}
