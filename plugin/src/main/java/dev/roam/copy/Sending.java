package dev.roam.copy;

import dev.roam.record.HeaderChange;
import dev.roam.record.Operation;
import java.util.List;

/**
 * One operation on its way to the store, with what it carries.
 *
 * @param operation what is sent
 * @param begun how many requests had entered when it was planned: for those its answer is fresh
 * @param carried the attributes in it
 * @param header the header change in it
 */
record Sending(Operation operation, long begun, List<Candidate> carried, HeaderChange header) {}
