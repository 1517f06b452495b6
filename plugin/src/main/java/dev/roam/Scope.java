package dev.roam;

/**
 * To whom an attribute of a session belongs. The scopes have names of their own: the application's {@code user} is another attribute than
 * Tomcat's. Only the application's names are ever listed to an application.
 */
public enum Scope {
    /** Set by the web application through {@code HttpSession.setAttribute}. */
    APPLICATION,
    /** Tomcat's own: notes such as the saved request of a form login, a principal of the realm's own class. */
    TOMCAT,
    /** Jetty's own. */
    JETTY
}
