package dev.roam.tomcat;

import dev.roam.Node;
import java.util.function.Supplier;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Server;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this JVM's node in the cluster until the server has stopped. Without it a reload of the only context would leave the cluster and
 * join again, and the member's share of all sessions would move twice. There is at most one for each server, as a listener of it; it knows
 * nothing of any context.
 *
 * <p>Where Tomcat is embedded without a {@code Server}, or with one that is not running and so will never stop, the node leaves with the last
 * context.
 */
final class ServerHold implements LifecycleListener {
    private final Node node;

    private ServerHold(Node node) {
        this.node = node;
    }

    /**
     * Takes one more use of the running node for the server, unless the server has one. Not under the server's own lock: {@code LifecycleBase.start} holds
     * that while it waits for the contexts, which other threads start where {@code startStopThreads} is more than one.
     *
     * @param use takes it
     */
    static void keepUntilStop(@Nullable Server server, Supplier<Node> use) {
        if (server == null || !server.getState().isAvailable()) {
            return;
        }
        synchronized (ServerHold.class) {
            for (LifecycleListener listener : server.findLifecycleListeners()) {
                if (listener instanceof ServerHold) {
                    return;
                }
            }
            server.addLifecycleListener(new ServerHold(use.get()));
        }
    }

    /** Leaves the cluster: contexts stop before their server does, so nothing needs it any more. */
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (Lifecycle.AFTER_STOP_EVENT.equals(event.getType())) {
            event.getLifecycle().removeLifecycleListener(this);
            node.close();
        }
    }
}
