package dev.roam.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One line of the table, without the server it runs on.
 *
 * @param kilobytes the size of each session, over {@link #ATTRIBUTES} attributes
 * @param alternating whether every request goes to another node than the one before
 */
record Workload(Use use, int kilobytes, boolean alternating) {

    static final int ATTRIBUTES = 50;

    /** What a request does with the session whose cookie it brings. */
    enum Use {
        UNTOUCHED("/ping"),
        READ("/get?name=small"),
        WRITE("/set?name=small&value=");

        private final String page;

        Use(String page) {
            this.page = page;
        }

        /** The page; for a write, the {@code variant}th of many values of 60 characters. */
        String page(int variant) {
            return this == WRITE ? page + "%060d".formatted(variant) : page;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static List<Workload> all() {
        List<Workload> all = new ArrayList<>();
        for (boolean alternating : new boolean[] {false, true}) {
            for (Use use : Use.values()) {
                for (int kilobytes : new int[] {4, 100}) {
                    all.add(new Workload(use, kilobytes, alternating));
                }
            }
        }
        return all;
    }

    boolean sticky() {
        return !alternating;
    }

    String routing() {
        return alternating ? "alternating" : "sticky";
    }

    /** The page that fills a session up to its size. */
    String fill() {
        return "/fill?count=" + ATTRIBUTES + "&bytes=" + kilobytes * 1024 / ATTRIBUTES;
    }
}
