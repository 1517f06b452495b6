package dev.roam.codec.evolution;

import java.util.ArrayList;
import java.util.List;

/** Collects the changes of one topic. */
final class ChangeTopic {
    private final String title;
    private final List<Change> changes = new ArrayList<>();

    ChangeTopic(String title) {
        this.title = title;
    }

    Change add(String name, String before, String after) {
        Change change = new Change(title, name, before, after);
        changes.add(change);
        return change;
    }

    List<Change> changes() {
        return List.copyOf(changes);
    }
}
