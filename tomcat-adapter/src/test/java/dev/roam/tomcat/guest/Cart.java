package dev.roam.tomcat.guest;

import java.io.Serializable;

/** A bean that is changed in place. */
final class Cart implements Serializable {
    private static final long serialVersionUID = 1L;

    private int items;

    int add() {
        return ++items;
    }
}
