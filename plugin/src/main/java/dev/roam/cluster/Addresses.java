package dev.roam.cluster;

import dev.roam.NodeOptions;
import dev.roam.OptionException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the local address of this member: loopback alone if all members are loopback, so that the default lets nobody else in; else one of the
 * members' addresses that is this machine's; else the one from which this machine reaches a member.
 */
final class Addresses {
    private Addresses() {}

    /**
     * The address to bind to.
     *
     * @throws OptionException if no member can be resolved, or the address is not this machine's
     */
    static InetAddress bind(NodeOptions options) {
        String wanted = options.bind();
        if (wanted != null) {
            return own(wanted);
        }
        List<InetAddress> members = resolve(options.members());
        if (members.stream().allMatch(InetAddress::isLoopbackAddress)) {
            return members.get(0);
        }
        members.removeIf(InetAddress::isLoopbackAddress);
        for (InetAddress member : members) {
            if (isOwn(member)) {
                return member;
            }
        }
        for (InetAddress member : members) {
            InetAddress local = towards(member);
            if (local != null) {
                return local;
            }
        }
        throw new OptionException(
                "option members: '" + String.join(",", options.members())
                        + "': this machine has no address from which it reaches any of them; name members that it can reach, or set bind");
    }

    private static InetAddress own(String bind) {
        try {
            InetAddress address = InetAddress.getByName(bind);
            if (isOwn(address)) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw new OptionException(
                    "option bind: '" + bind + "' cannot be resolved; allowed is an address of this machine: " + own());
        }
        throw new OptionException("option bind: '" + bind + "' is no address of this machine; it has " + own());
    }

    private static List<String> own() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(InetAddress::getHostAddress)
                    .sorted()
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    /** Members that are not known (yet) are left out: a member may be named before its machine is there. */
    private static List<InetAddress> resolve(List<String> members) {
        List<InetAddress> addresses = members.stream()
                .map(Addresses::resolved)
                .flatMap(Optional::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        if (addresses.isEmpty()) {
            throw new OptionException("option members: '" + String.join(",", members)
                    + "': none of these hosts can be resolved; check their names, or use IP addresses");
        }
        return addresses;
    }

    private static Optional<InetAddress> resolved(String member) {
        try {
            return Optional.of(InetAddress.getByName(host(member)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The host of {@code host[:port]}, without the brackets of an IPv6 address. */
    static String host(String member) {
        if (member.startsWith("[")) {
            return member.substring(1, member.indexOf(']'));
        }
        int colon = member.indexOf(':');
        return colon < 0 || member.indexOf(':', colon + 1) >= 0 ? member : member.substring(0, colon);
    }

    /** Asks the routing table; nothing is sent. */
    private static @Nullable InetAddress towards(InetAddress member) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(member, 5701));
            InetAddress local = socket.getLocalAddress();
            return local.isAnyLocalAddress() ? null : local;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
