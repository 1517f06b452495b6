package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CartTest {

    private static final Product MUG = Catalog.find("mug").orElseThrow();
    private static final Product MAP = Catalog.find("map").orElseThrow();

    private final Cart cart = new Cart();

    @Test
    void products_are_counted_in_the_order_of_their_first_adding() {
        Stream.of(MUG, MAP, MUG).forEach(cart::add);

        assertThat(cart.lines()).containsExactly(new Cart.Line(MUG, 2), new Cart.Line(MAP, 1));
        assertThat(cart.pieces()).isEqualTo(3);
        assertThat(Cart.Line.total(cart.lines())).isEqualTo(2 * MUG.cents() + MAP.cents());
    }

    @Test
    void the_last_piece_takes_its_line_along() {
        cart.add(MUG);
        cart.remove(MUG);
        cart.remove(MUG);

        assertThat(cart.lines()).isEmpty();
    }

    @Test
    void one_product_fills_no_cart_without_end() {
        for (int i = 0; i < Cart.MOST_OF_ONE + 5; i++) {
            cart.add(MUG);
        }

        assertThat(cart.pieces()).isEqualTo(Cart.MOST_OF_ONE);
    }

    @Test
    void of_checkouts_at_once_only_one_gets_the_goods() throws Exception {
        cart.add(MUG);
        ExecutorService checkouts = Executors.newFixedThreadPool(4);
        try {
            Callable<List<Cart.Line>> checkout = cart::takeAll;
            int sold = 0;
            for (Future<List<Cart.Line>> done : checkouts.invokeAll(List.of(checkout, checkout, checkout, checkout))) {
                sold += done.get().size();
            }

            assertThat(sold).isEqualTo(1);
            assertThat(cart.pieces()).isZero();
        } finally {
            checkouts.shutdown();
        }
    }

    @Test
    void a_cart_outlives_its_server() throws Exception {
        cart.add(MAP);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cart);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((Cart) in.readObject()).lines()).isEqualTo(cart.lines());
        }
    }
}
