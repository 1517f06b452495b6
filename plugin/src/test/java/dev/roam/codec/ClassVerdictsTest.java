package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Await;
import dev.roam.codec.hostile.Canary;
import dev.roam.codec.hostile.WatchingLoader;
import java.io.ObjectInputFilter;
import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClassVerdictsTest {
    @Test
    void the_filter_is_asked_once_for_each_class() {
        AtomicInteger asked = new AtomicInteger();
        ClassVerdicts verdicts = new ClassVerdicts(info -> {
            asked.incrementAndGet();
            return info.serialClass() == Canary.class
                    ? ObjectInputFilter.Status.REJECTED
                    : ObjectInputFilter.Status.UNDECIDED;
        });

        for (int i = 0; i < 3; i++) {
            assertThat(verdicts.refuse(Canary.class)).isTrue();
            assertThat(verdicts.refuse(String.class)).isFalse();
        }

        assertThat(asked).hasValue(2);
    }

    @Test
    void neither_the_applications_classes_are_held_nor_do_classes_of_the_jdk_hold_the_filter() throws Exception {
        ClassVerdicts verdicts = new ClassVerdicts(SerialFilter.of(null));
        ClassLoader loader = new WatchingLoader(Canary.class.getName());
        verdicts.refuse(Class.forName(Canary.class.getName(), false, loader));
        WeakReference<ClassLoader> itsLoader = new WeakReference<>(loader);
        loader = null;
        assertCollected(itsLoader);
        assertThat(verdicts.refuse(String.class)).isFalse();

        WeakReference<ObjectInputFilter> filter = new WeakReference<>(askedAboutStrings());
        assertCollected(filter);
    }

    private static ObjectInputFilter askedAboutStrings() {
        ObjectInputFilter filter = ObjectInputFilter.Config.createFilter("!no.such.Class");
        assertThat(new ClassVerdicts(filter).refuse(String.class)).isFalse();
        return filter;
    }

    private static void assertCollected(WeakReference<?> reference) {
        Await.until("it is collected", () -> {
            System.gc();
            return reference.get() == null;
        });
    }
}
