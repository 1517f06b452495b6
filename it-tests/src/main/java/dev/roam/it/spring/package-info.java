/**
 * A shop on Spring MVC and Spring Security, written as one is for a single server: the frameworks keep the login, the tokens, the request before
 * the login, beans and half-filled forms in the session. It knows nothing of Roam, and runs unchanged on a stock server.
 */
@NullMarked
package dev.roam.it.spring;

import org.jspecify.annotations.NullMarked;
