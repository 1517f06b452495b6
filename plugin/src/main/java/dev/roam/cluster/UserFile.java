package dev.roam.cluster;

import com.hazelcast.config.Config;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the configuration files of a user, for members and for clients, have in common. */
final class UserFile {
    /** The name that Hazelcast gives a cluster that was not named. */
    private static final String UNNAMED = Config.DEFAULT_CLUSTER_NAME;

    /** The default of the option. */
    private static final String DEFAULT_NAME = "roam";

    private static final Pattern ROOT = Pattern.compile("(?m)^(hazelcast(?:-client)?) *:");

    private UserFile() {}

    /**
     * Reads it.
     *
     * @param root of such a file: {@code hazelcast} or {@code hazelcast-client}
     * @throws OptionException if it is not there, has another root, or cannot be read
     */
    static <T> T load(String file, String root, Callable<T> read) {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new OptionException("option hazelcastConfig: there is no file '" + file + "' (as seen from "
                    + Path.of("").toAbsolutePath() + "); give the path of a hazelcast.yaml or hazelcast.xml");
        }
        try {
            requireRoot(file, root, Files.readString(path));
            return read.call();
        } catch (OptionException e) {
            throw e;
        } catch (Exception e) {
            throw unusable(file, "Hazelcast cannot read it: " + e.getMessage(), e);
        }
    }

    /** Hazelcast reads a YAML file with another root as an empty one. */
    private static void requireRoot(String file, String root, String text) {
        Matcher matcher = ROOT.matcher(text);
        if (matcher.find() && !matcher.group(1).equals(root)) {
            throw unusable(
                    file,
                    "it begins with '" + matcher.group(1) + "', which is for the other clusterMode; this one needs '"
                            + root + "'",
                    null);
        }
    }

    static OptionException unusable(String file, String why, @Nullable Exception cause) {
        OptionException exception = new OptionException("option hazelcastConfig: '" + file + "': " + why);
        exception.initCause(cause);
        return exception;
    }

    /**
     * The cluster's name: that of the file if it gives one, otherwise the option's.
     *
     * @throws OptionException if they are two different ones
     */
    static String clusterName(NodeOptions options, String named) {
        if (named.equals(UNNAMED)) {
            return options.clusterName();
        }
        if (!options.clusterName().equals(DEFAULT_NAME)
                && !options.clusterName().equals(named)) {
            throw new OptionException("option clusterName: '" + options.clusterName() + "', but '"
                    + options.hazelcastConfig() + "' names the cluster '" + named + "'; name it in one place");
        }
        return named;
    }

    /** Sets a property unless the user did. */
    static void prefer(@Nullable String own, String property, String value, BiConsumer<String, String> set) {
        if (own == null && System.getProperty(property) == null) {
            set.accept(property, value);
        }
    }
}
