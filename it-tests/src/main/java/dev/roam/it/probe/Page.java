package dev.roam.it.probe;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** What one address does with the session. How the answer travels is the {@link Manner}'s matter. */
@FunctionalInterface
interface Page {

    /** Returns the answer: one {@code key=value} a line. */
    String answer(HttpServletRequest request) throws IOException, ServletException;
}
