package dev.roam.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldPathTest {
    private static final String OWNER = Owner.class.getName();

    private final Codec codec = new JavaCodec(getClass().getClassLoader(), SerialFilter.of(null));

    @Test
    void the_message_leads_from_the_attribute_to_the_object_at_fault() {
        Cart cart = new Cart();
        cart.items.addAll(List.of(new Item(), new Item(), new Item(), new Item()));
        cart.items.get(3).owner = new Owner();

        EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(cart));

        assertThat(e).hasMessage("items[3].owner : dev.roam.codec.FieldPathTest$Owner is not Serializable");
        assertThat(e.messageFor("cart"))
                .isEqualTo("cart.items[3].owner : dev.roam.codec.FieldPathTest$Owner is not Serializable");
        assertThat(e.retryable()).isFalse();
    }

    @Test
    void the_attribute_itself_is_named_without_a_path() {
        EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(new Owner()));

        assertThat(e).hasMessage("dev.roam.codec.FieldPathTest$Owner is not Serializable");
        assertThat(e.messageFor("owner")).isEqualTo("owner : dev.roam.codec.FieldPathTest$Owner is not Serializable");
    }

    @Test
    void array_elements_map_values_and_map_keys_are_named() {
        assertThat(FieldPath.find(new Object[] {"a", new Object[] {new Owner()}}, OWNER))
                .isEqualTo("[1][0]");
        assertThat(FieldPath.find(new HashMap<>(Map.of("who", new Owner())), OWNER))
                .isEqualTo("[\"who\"]");
        assertThat(FieldPath.find(new HashMap<>(Map.of(7, new Owner())), OWNER)).isEqualTo("[7]");
        assertThat(FieldPath.find(new HashMap<>(Map.of(new Owner(), 7)), OWNER)).isEqualTo("key(" + OWNER + ")");
    }

    @Test
    void keys_are_shortened_and_cleaned() {
        assertThat(FieldPath.find(new HashMap<>(Map.of("a\nb".repeat(50), new Owner())), OWNER))
                .startsWith("[\"a?ba?b")
                .hasSizeLessThan(60);
    }

    @Test
    void a_field_of_a_superclass_is_found() {
        SpecialItem item = new SpecialItem();
        item.owner = new Owner();

        assertThat(FieldPath.find(item, OWNER)).isEqualTo("owner");
    }

    @Test
    void what_is_not_written_is_not_followed() {
        Item item = new Item();
        item.cached = new Owner();

        assertThat(FieldPath.find(item, OWNER)).isNull();
    }

    @Test
    void what_only_writeObject_reaches_is_named_without_a_path() {
        EncodeException e = catchThrowableOfType(EncodeException.class, () -> codec.encode(new Hiding()));

        assertThat(e)
                .hasMessage(
                        "(somewhere in dev.roam.codec.FieldPathTest$Hiding) : dev.roam.codec.FieldPathTest$Owner is not Serializable");
    }

    @Test
    void cycles_depth_and_endless_collections_end() {
        Item cycle = new Item();
        cycle.next = cycle;
        Item head = new Item();
        for (int i = 0; i < 100_000; i++) {
            Item item = new Item();
            item.next = head;
            head = item;
        }

        assertThat(FieldPath.find(cycle, OWNER)).isNull();
        assertThat(FieldPath.find(head, OWNER)).isNull();
        assertThat(FieldPath.find(new Endless(), OWNER)).isNull();
    }

    @Test
    void a_collection_that_throws_does_not_hide_the_rest() {
        assertThat(FieldPath.find(Arrays.asList(new Throwing(), new Owner()), OWNER))
                .isEqualTo("[1]");
    }

    static final class Owner {}

    static class Item implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial")
        @Nullable
        Owner owner;

        transient @Nullable Owner cached;

        @Nullable
        Item next;
    }

    static final class SpecialItem extends Item {
        private static final long serialVersionUID = 1L;
    }

    static final class Cart implements Serializable {
        private static final long serialVersionUID = 1L;
        final ArrayList<Item> items = new ArrayList<>();
    }

    static final class Hiding implements Serializable {
        private static final long serialVersionUID = 1L;

        private void writeObject(ObjectOutputStream out) throws IOException {
            out.writeObject(new Owner());
        }
    }

    static final class Endless extends AbstractList<Object> implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object get(int index) {
            return new Object();
        }

        @Override
        public int size() {
            return Integer.MAX_VALUE;
        }
    }

    static final class Throwing extends AbstractList<Object> implements Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public Object get(int index) {
            throw new NoClassDefFoundError("not here");
        }

        @Override
        public int size() {
            return 1;
        }
    }
}
