package dev.roam;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of a user in the hands of code that is in no request of it, such as a batch job or a support tool. It is had from {@link SessionRegistry}. Each
 * change is stored at once; several go together by {@link SessionRegistry#update}. Thread-safe, but for one that is handed out by an update.
 *
 * <p>Every method but {@link #id} and {@link #user} throws an {@code IllegalStateException} if the session is gone, is no longer that user's, or the application
 * has stopped; and {@link StoreException} if the store cannot tell. Reading and changing it are uses of the session, as a request's are.
 */
public interface UserSession {
    /** The id as this node knows it, without any route suffix; asks nothing. */
    String id();

    /** The name of the user. */
    String user();

    /**
     * The value of an attribute, or null. It is the object that requests of that session on this node use: one that is changed in place is stored only within an
     * {@link SessionRegistry#update}.
     */
    @Nullable
    Object getAttribute(String name);

    /** A snapshot of the names of the attributes. */
    Set<String> attributeNames();

    /**
     * Sets an attribute, as the application would in a request: its listeners are told.
     *
     * @param value null removes it
     */
    void setAttribute(String name, @Nullable Object value);

    /** The timeout in seconds; zero or less: never. */
    int maxInactive();

    /** Sets the timeout, in seconds; zero or less: never. */
    void maxInactive(int seconds);
}
