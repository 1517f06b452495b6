package dev.roam.codec.samples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

@SuppressWarnings({"serial", "UnusedVariable"}) // as applications write them
final class SubclassSamples {
    private SubclassSamples() {}

    static List<Sample> samples() {
        return new Topic("Subclasses of collections")
                .add("`ArrayList` with fields", () -> filled(new Names("title")))
                .add("`HashMap` with fields", () -> new Scores("title"))
                .add("`HashSet` with fields", () -> CollectionSamples.filled(new Tags("title"), "a", "b"))
                .add("`LinkedHashMap` that forgets the eldest", SubclassSamples::recent)
                .add("`TreeMap` that brings its comparator", SubclassSamples::backwards)
                .add("anonymous `ArrayList`", SubclassSamples::anonymous)
                .add("`AbstractList` of its own", () -> new Squares(4))
                .samples();
    }

    private static Object filled(Names names) {
        names.add("a");
        names.add("b");
        return names;
    }

    private static Object recent() {
        Map<String, Integer> recent = new Recent(2);
        recent.put("a", 1);
        recent.put("b", 2);
        recent.put("c", 3);
        recent.get("b");
        return recent;
    }

    private static Object backwards() {
        Map<String, Integer> map = new Backwards("x");
        map.put("a", 1);
        map.put("b", 2);
        return map;
    }

    private static Object anonymous() {
        return new ArrayList<String>(List.of("a")) {
            final String extra = "e";
        };
    }

    static final class Names extends ArrayList<String> {
        final String title;

        Names(String title) {
            this.title = title;
        }
    }

    static final class Scores extends HashMap<String, Object> {
        final String title;

        Scores(String title) {
            super(Map.of("a", 1, "b", List.of(2)));
            this.title = title;
        }
    }

    static final class Tags extends HashSet<String> {
        final String title;

        Tags(String title) {
            this.title = title;
        }
    }

    static final class Recent extends LinkedHashMap<String, Integer> {
        final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > most;
        }
    }

    static final class Backwards extends TreeMap<String, Integer> {
        final String name;

        Backwards(String name) {
            super(Comparator.reverseOrder());
            this.name = name;
        }
    }

    static final class Squares extends java.util.AbstractList<Integer> implements java.io.Serializable {
        final int count;

        Squares(int count) {
            this.count = count;
        }

        @Override
        public Integer get(int index) {
            return index * index;
        }

        @Override
        public int size() {
            return count;
        }
    }
}
