package dev.roam.it;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Through the shop on CDI and Jakarta Faces: a form with mistakes, then the same view in two windows, each posted several times; then more of both, an
 * order, a conversation, the end of the session, and a form of a view that went with it.
 */
final class FacesTour extends Tour {

    private static final String ORDER = "/order.xhtml";
    private static final String ORDERED = "/ordered.xhtml";
    private static final String PAYMENT = "/payment.xhtml";

    private Visit.@Nullable Page window;
    private Visit.@Nullable Page otherWindow;

    FacesTour(Visit visit) {
        super(visit);
    }

    @Override
    void begin() throws IOException {
        Visit.Page wrong = visit().submit(
                        visit().open(ORDER), ORDER, "order:name", "Ann", "order:pieces", "many", "order:add", "Add")
                .shows("Item: Validation Error", "value=\"many\"");
        Visit.Page one = add(wrong, "tea", "3").shows("tea", "value=\"Ann\"");
        otherWindow = add(visit().open(ORDER).showsNo("tea"), "ink", "7");
        Visit.Page two = add(one, "coffee", "2").shows("tea", "coffee").showsNo("ink");
        window = press(two, ORDER, "order:count").shows("Pressed 1 times");
    }

    @Override
    void goOn() throws IOException {
        if (window == null || otherWindow == null) {
            throw new IllegalStateException("No form was begun");
        }
        Visit.Page counted = press(window, ORDER, "order:count").shows("Pressed 2 times");
        Visit.Page other = add(otherWindow, "pen", "1").shows("ink", "pen").showsNo("coffee");
        Visit.Page removed =
                press(counted, ORDER, "order:lines:0:remove").shows("coffee").showsNo("tea");
        Visit.Page ordered = visit().follow(press(removed, ORDER, "order:finish"))
                .shows("Customer: Ann", "coffee: 2", "Total: 13.90");

        Visit.Page payment =
                visit().follow(press(ordered, ORDERED, "ordered:pay")).shows("To pay: 13.90");
        Visit.Page cheaper = coupon(coupon(payment, "first"), "second").shows("To pay: 11.90", "[first, second]");
        visit().follow(press(cheaper, PAYMENT, "payment:pay")).shows("Total: 0");

        Visit.Page all = visit().follow(press(other, ORDER, "order:finish")).shows("ink: 7", "pen: 1");
        visit().follow(press(all, ORDERED, "ordered:leave")).shows("Customer: nobody");
        add(other, "too late", "1").shows("This page has expired.");
    }

    private Visit.Page add(Visit.Page page, String item, String pieces) throws IOException {
        return visit().submit(page, ORDER, "order:item", item, "order:pieces", pieces, "order:add", "Add");
    }

    private Visit.Page coupon(Visit.Page page, String coupon) throws IOException {
        return visit().submit(page, PAYMENT, "payment:coupon", coupon, "payment:use", "Use");
    }

    private Visit.Page press(Visit.Page page, String action, String button) throws IOException {
        return visit().submit(page, action, button, "");
    }
}
