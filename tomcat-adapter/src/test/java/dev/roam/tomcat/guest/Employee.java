package dev.roam.tomcat.guest;

import java.io.Serializable;
import java.security.Principal;

/** Who is logged in, in the application's own words. */
public final class Employee implements Principal, Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;

    /** @param name of the user */
    public Employee(String name) {
        this.name = name;
    }

    @Override
    public String getName() {
        return name;
    }
}
