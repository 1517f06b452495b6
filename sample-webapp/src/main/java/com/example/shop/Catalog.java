package com.example.shop;

import java.util.List;
import java.util.Optional;

/** What the shop sells: a fixed list, so that every server of the shop sells the same. */
final class Catalog {

    static final List<Product> PRODUCTS = List.of(
            new Product("tent", "Ridge tent", "Up in four minutes, dry in any weather.", 24900),
            new Product("pack", "Day pack", "Twenty litres, waxed cotton, no squeaks.", 8950),
            new Product("lantern", "Storm lantern", "Forty hours of warm light.", 3900),
            new Product("compass", "Brass compass", "Points north. Every time.", 4550),
            new Product("mug", "Enamel mug", "Chips, but never breaks.", 1250),
            new Product("boots", "Trail boots", "Resoled as often as you like.", 17500),
            new Product("map", "Paper map", "Works without a signal.", 1495),
            new Product("knife", "Pocket knife", "One good blade and a corkscrew.", 3200));

    private Catalog() {}

    static Optional<Product> find(String id) {
        return PRODUCTS.stream().filter(product -> product.id().equals(id)).findFirst();
    }
}
