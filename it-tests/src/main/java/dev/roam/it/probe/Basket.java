package dev.roam.it.probe;

import java.io.Serializable;

/** A bean that the application changes in place, without telling the session. */
public final class Basket implements Serializable {

    private static final long serialVersionUID = 1;

    private int items;

    void add() {
        items++;
    }

    int items() {
        return items;
    }

    @Override
    public String toString() {
        return "basket:" + items;
    }
}
