package dev.roam.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what to do to the nodes, a line each. */
final class DemoConsole {

    static final String MENU = """
              k 2   kill -9 node 2      s 2   start it again
              l     list the nodes      q     end everything (as does Ctrl-C)""";

    private final Pattern command;
    private final DemoCluster cluster;
    private final BufferedReader in;
    private final PrintStream out;

    DemoConsole(DemoCluster cluster, BufferedReader in, PrintStream out) {
        this.cluster = cluster;
        this.in = in;
        this.out = out;
        command = Pattern.compile("(?<what>[ks])\\s*(?<node>[1-" + cluster.nodes().size() + "])|l|q");
    }

    /** Obeys until told to end, or until there is nothing more to read: true in the first case. */
    boolean run() throws IOException, InterruptedException {
        while (true) {
            out.print("> ");
            out.flush();
            String line = in.readLine();
            if (line == null) {
                out.println();
                return false;
            }
            String asked = line.strip().toLowerCase(Locale.ROOT);
            if (asked.equals("q")) {
                return true;
            }
            obey(asked);
        }
    }

    private void obey(String asked) throws InterruptedException {
        Matcher matcher = command.matcher(asked);
        if (!matcher.matches()) {
            out.println(MENU);
        } else if (asked.equals("l")) {
            out.println("  " + nodes());
        } else {
            ServerNode node = cluster.nodes().get(Integer.parseInt(matcher.group("node")) - 1);
            if (matcher.group("what").equals("k")) {
                node.kill();
                out.println("  " + nodes());
            } else {
                start(node);
            }
        }
    }

    private void start(ServerNode node) throws InterruptedException {
        out.println("  starting " + node.name() + " ...");
        try {
            cluster.start(node);
            out.println("  " + nodes());
        } catch (IOException e) {
            out.println("  " + e.getMessage());
        }
    }

    private String nodes() {
        return cluster.nodes().stream()
                .map(node -> node.name() + (node.isRunning() ? " runs" : " is dead"))
                .collect(Collectors.joining(", "));
    }
}
