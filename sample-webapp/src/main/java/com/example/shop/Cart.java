package com.example.shop;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a shopper means to buy. A mutable bean that lives in the session and is changed in place, as in most applications: whoever adds
 * to it does not call {@code setAttribute} again. Thread-safe, since two requests of one session may run at once.
 */
final class Cart implements Serializable {

    /** Of one product, the most that a cart holds. */
    static final int MOST_OF_ONE = 99;

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Integer> quantities = new LinkedHashMap<>();

    /** One more of this product, up to {@value #MOST_OF_ONE}. */
    synchronized void add(Product product) {
        quantities.merge(product.id(), 1, (has, one) -> Math.min(has + one, MOST_OF_ONE));
    }

    /** One less of this product; without effect if there is none. */
    synchronized void remove(Product product) {
        quantities.computeIfPresent(product.id(), (id, has) -> has > 1 ? has - 1 : null);
    }

    synchronized int pieces() {
        return quantities.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The contents in the order in which the products were first added. */
    synchronized List<Line> lines() {
        return quantities.entrySet().stream()
                .flatMap(entry ->
                        Catalog.find(entry.getKey()).map(product -> new Line(product, entry.getValue())).stream())
                .toList();
    }

    /** Empties the cart and answers what was in it, in one step: of two checkouts at once only one gets the goods. */
    synchronized List<Line> takeAll() {
        List<Line> all = lines();
        quantities.clear();
        return all;
    }

    /** So many of one product. */
    record Line(Product product, int quantity) {

        int cents() {
            return product.cents() * quantity;
        }

        static int total(List<Line> lines) {
            return lines.stream().mapToInt(Line::cents).sum();
        }
    }
}
