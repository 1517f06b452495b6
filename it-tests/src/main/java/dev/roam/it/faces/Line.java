package dev.roam.it.faces;

import java.io.Serializable;

/** One line of an order. A class, not a record: the pages read it as a bean. */
public final class Line implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String name;
    private final int pieces;

    Line(String name, int pieces) {
        this.name = name;
        this.pieces = pieces;
    }

    public String getName() {
        return name;
    }

    public int getPieces() {
        return pieces;
    }
}
