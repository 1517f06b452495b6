package dev.roam.it.spring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What a user has chosen. Spring makes one for each session and hands out a proxy of it. */
class Basket implements Serializable {

    private static final long serialVersionUID = 1L;

    private final List<Item> items = new ArrayList<>();

    /** One choice. */
    record Item(String name, int pieces) implements Serializable {}

    void add(Item item) {
        items.add(item);
    }

    void empty() {
        items.clear();
    }

    List<Item> items() {
        return List.copyOf(items);
    }
}
