package dev.roam.it.bench.codec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cart of 50 items. No two strings in it are one object, as they come from requests and databases. */
final class Cart implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int ITEMS = 50;

    private ArrayList<Item> items = new ArrayList<>();

    /** A full cart. */
    static Cart full() {
        Cart cart = new Cart();
        for (int i = 0; i < ITEMS; i++) {
            cart.items.add(new Item(i));
        }
        return cart;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cart that && items.equals(that.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    enum Delivery {
        LETTER,
        PARCEL,
        DOWNLOAD
    }

    /** One line of the cart. */
    static final class Item implements Serializable {
        private static final long serialVersionUID = 1L;
        private static final List<Delivery> DELIVERIES = List.of(Delivery.values());

        private String article;
        private BigDecimal price;
        private int quantity;
        private LocalDate arrival;
        private Delivery delivery;
        private ArrayList<String> notes;

        Item(int number) {
            article = "article number " + (10_000 + number);
            price = BigDecimal.valueOf(1_999 + 100L * number, 2);
            quantity = 1 + number % 5;
            arrival = LocalDate.of(2026, 1, 1).plusDays(number);
            delivery = DELIVERIES.get(number % DELIVERIES.size());
            notes = new ArrayList<>(List.of("gift for " + number, "size " + number % 7));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Item that
                    && article.equals(that.article)
                    && price.equals(that.price)
                    && quantity == that.quantity
                    && arrival.equals(that.arrival)
                    && delivery == that.delivery
                    && notes.equals(that.notes);
        }

        @Override
        public int hashCode() {
            return Objects.hash(article, price, quantity, arrival, delivery, notes);
        }
    }
}
