package dev.roam.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The demo's main class; {@code ./demo} in the root of the project builds all it needs and starts it. */
public final class Demo {

    /** Held, since the logging framework forgets the level of a logger that nobody holds. */
    private static final Logger PROXY_LOG = Logger.getLogger("io.undertow");

    private static final String TRY_WITH = """
            Things to try:
              1. Log in and fill a cart. The strip at the foot of the page names the node that
                 answered: every request goes to the next one, and all know you and your cart.
              2. Kill a node with k 2 and go on shopping: nothing is lost.
              3. Start it again with s 2, then kill another, and go round like this.
              4. Press "Send 30 requests" on the page, and kill a node while they run.
            What was just on its way to a node that dies may be answered with an error, as with any
            proxy that does not send an order twice; what was answered before is never lost.
            With --stock it runs without Roam, with --mixed on Tomcats and Jettys together.
            """;

    private static final String TRY_WITHOUT = """
            Things to try:
              1. Put something into the cart, and reload the cart a few times: all nodes but
                 one know nothing of it. Logging in ends on a page that does not know you.
            Without --stock it runs with Roam.
            """;

    private Demo() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = System.out;
        if (List.of(args).contains("--help")) {
            out.println(DemoOptions.USAGE);
            return;
        }
        DemoOptions options;
        try {
            options = DemoOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(DemoOptions.USAGE);
            System.exit(2);
            return;
        }
        Logger.getLogger("").setLevel(Level.WARNING);
        // A dead node is what this is about, and no error of the proxy.
        PROXY_LOG.setLevel(Level.OFF);
        DemoCluster cluster = DemoCluster.create(options);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "end of the demo"));
        if (!runToTheEnd(cluster, options, out)) {
            System.exit(1);
        }
    }

    private static boolean runToTheEnd(DemoCluster cluster, DemoOptions options, PrintStream out)
            throws InterruptedException {
        try {
            run(cluster, options, out);
            return true;
        } catch (IOException e) {
            // Ctrl-C in the middle of the start is no failure.
            if (cluster.isClosed()) {
                return true;
            }
            System.err.println(e.getMessage());
            return false;
        } finally {
            cluster.close();
        }
    }

    private static void run(DemoCluster cluster, DemoOptions options, PrintStream out) throws IOException, InterruptedException {
        boolean stock = options.stock();
        out.println("Starting all nodes" + (stock ? " without Roam" : " with Roam") + "; each keeps its log here:");
        cluster.nodes().forEach(node -> out.println("  %s  %s  %s".formatted(node.name(), node.address(), node.log())));
        cluster.start();
        out.println();
        out.println("Open  " + cluster.address());
        out.println();
        out.println(stock ? TRY_WITHOUT : TRY_WITH);
        out.println(DemoConsole.MENU);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        if (!new DemoConsole(cluster, in, out).run()) {
            out.println("No more input: running until this process is told to end.");
            new CountDownLatch(1).await();
        }
    }

}
