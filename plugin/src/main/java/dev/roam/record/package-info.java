/**
 * The protocol between nodes: the stored form of a session and the operations on it. Everything here is an immutable value or a pure function of
 * record, time and its own fields: no I/O, no lock, no class of an application. {@link dev.roam.record.Operation} decides on the partition's
 * owner, {@link dev.roam.record.Outcome} is what owner and backups apply. How bytes travel is in {@link dev.roam.record.Wire}.
 */
@NullMarked
package dev.roam.record;

import org.jspecify.annotations.NullMarked;
