package dev.roam.it.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bytes that the members of a cluster have sent to each other, as the kernel counts them for each connection. It needs
 * {@code ss}, of iproute2; where there is none, nothing is counted.
 */
final class Wire {

    private static final Pattern SENT = Pattern.compile("\\bbytes_sent:(\\d+)");

    private final List<Integer> ports;

    Wire(List<Integer> ports) {
        this.ports = ports;
    }

    /** Both ends of a connection are on this machine and listed, so this is the sum of both directions. */
    OptionalLong sent() throws IOException {
        if (ports.isEmpty()) {
            return OptionalLong.of(0);
        }
        String filter = ports.stream()
                .map(port -> "sport = :" + port + " or dport = :" + port)
                .collect(Collectors.joining(" or ", "( ", " )"));
        Process ss;
        try {
            ss = new ProcessBuilder("ss", "-tinH", "state", "established", filter)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        String all = new String(ss.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        long sum = 0;
        Matcher sent = SENT.matcher(all);
        while (sent.find()) {
            sum += Long.parseLong(sent.group(1));
        }
        return sum == 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }
}
