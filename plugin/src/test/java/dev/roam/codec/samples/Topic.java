package dev.roam.codec.samples;

import dev.roam.codec.samples.Sample.Fate;
import dev.roam.codec.samples.Sample.Maker;
import dev.roam.codec.samples.Sample.Reach;
import java.util.ArrayList;
import java.util.List;

/** Collects the samples of one topic. */
final class Topic {
    private final String title;
    private final List<Sample> samples = new ArrayList<>();

    Topic(String title) {
        this.title = title;
    }

    Topic add(String name, Maker maker) {
        return add(name, Fate.KEPT, Reach.ANYWHERE, maker);
    }

    /** A value of which Java serialisation gives back something else. */
    Topic changed(String name, Maker maker) {
        return add(name, Fate.CHANGED, Reach.ANYWHERE, maker);
    }

    Topic refused(String name, Maker maker) {
        return add(name, Fate.REFUSED, Reach.ANYWHERE, maker);
    }

    /** A value that another JVM cannot make. */
    Topic local(String name, Maker maker) {
        return add(name, Fate.KEPT, Reach.THIS_JVM, maker);
    }

    private Topic add(String name, Fate fate, Reach reach, Maker maker) {
        samples.add(new Sample(title, name, fate, reach, maker));
        return this;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
