package dev.roam.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.it.harness.Browser;
import dev.roam.it.harness.Cluster;
import dev.roam.it.harness.Node;
import dev.roam.it.harness.Response;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A user who counts while nodes come and go, behind a load balancer that asks the next node when one does not answer. A request
 * that was cut off may or may not have counted; one that was acknowledged must have.
 */
final class Shopper implements Closeable {

    /**
     * What a stock Tomcat answers on an open connection while it stops: it takes no more requests (503), the application is gone (404), reading the request
     * failed ({@code Http11Processor.service}: 400).
     */
    private static final Set<Integer> WHILE_STOPPING = Set.of(503, 404, 400);

    private final Cluster cluster;
    private final Browser browser = new Browser();
    private int attempted;
    private int acknowledged;
    private int lastCount;

    Shopper(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Asks the nodes in turn until the condition is false. */
    void shopWhile(BooleanSupplier open) {
        for (int turn = 0; open.getAsBoolean(); turn++) {
            attempted++;
            try {
                count(browser.get(cluster.node(turn), "/counter"));
            } catch (IOException e) {
                // Refused or cut off: the next turn is another node's.
            }
        }
    }

    private void count(Response response) {
        if (WHILE_STOPPING.contains(response.status())) {
            return;
        }
        response.expect(200);
        acknowledged++;
        assertThat(response.number("count")).as("%s", this).isGreaterThan(lastCount);
        lastCount = response.number("count");
    }

    /** Every node knows every acknowledged change, and none that was not tried. */
    void check() throws IOException {
        assertThat(acknowledged).as("%s", this).isPositive();
        for (Node node : cluster.nodes()) {
            Response all = browser.get(node, "/get?name=count").expect(200);
            assertThat(all.number("count")).as("%s", this).isBetween(Math.max(lastCount, acknowledged), attempted);
        }
    }

    @Override
    public void close() throws IOException {
        browser.close();
    }

    @Override
    public String toString() {
        return acknowledged + " acknowledged of " + attempted + " requests, counted to " + lastCount;
    }
}
