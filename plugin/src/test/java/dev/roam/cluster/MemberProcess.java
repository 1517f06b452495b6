package dev.roam.cluster;

import com.hazelcast.core.Hazelcast;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A member in a JVM of its own, as an operator starts it: Hazelcast's own main class and a file. */
final class MemberProcess implements AutoCloseable {
    static final String HAZELCAST = location(Hazelcast.class);
    static final String ROAM = location(MemberGuard.class);

    private final Process process;

    private MemberProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it; returns at once.
     *
     * @param classPath what there is beside the JDK
     * @param file the configuration; the cluster's name, the port and the members' addresses are set from outside, as Hazelcast offers
     * @param place of this member in {@code addresses}
     */
    static MemberProcess start(
            List<String> classPath, File file, String clusterName, List<String> addresses, int place, String... more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-cp",
                String.join(File.pathSeparator, classPath),
                "-Dhazelcast.config=" + file.getAbsolutePath(),
                "-Dhz.cluster-name=" + clusterName,
                "-Dhz.network.port.port=" + addresses.get(place).split(":", 2)[1],
                "-Dhz.network.join.tcp-ip.members=" + String.join(",", addresses)));
        command.addAll(List.of(more));
        command.add("com.hazelcast.core.server.HazelcastMemberStarter");
        return new MemberProcess(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static String location(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getAbsolutePath();
    }
}
