package com.example.shop;

/**
 * A thing to buy. Immutable.
 *
 * @param id names it in addresses, in carts and in the sheet of pictures
 * @param cents price in euro cents
 */
record Product(String id, String name, String blurb, int cents) {

    /** The price as shown to people, such as {@code €12.50}. */
    static String price(int cents) {
        return "€%d.%02d".formatted(cents / 100, cents % 100);
    }
}
