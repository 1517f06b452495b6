package dev.roam.cluster;

import com.hazelcast.config.Config;
import dev.roam.NodeOptions;
import dev.roam.OptionException;
import java.io.File;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the configuration files of a user, for members and for clients, have in common. */
final class UserFile {
    /** The name that Hazelcast gives a cluster that was not named. */
    private static final String UNNAMED = Config.DEFAULT_CLUSTER_NAME;

    /** The default of the option. */
    private static final String DEFAULT_NAME = "roam";

    private UserFile() {}

    /**
     * Reads it.
     *
     * @throws OptionException if it is not there, or cannot be read
     */
    static <T> T load(String file, Callable<T> read) {
        if (!new File(file).isFile()) {
            throw new OptionException("option hazelcastConfig: there is no file '" + file + "' (as seen from "
                    + new File("").getAbsolutePath() + "); give the path of a hazelcast.yaml or hazelcast.xml");
        }
        try {
            return read.call();
        } catch (Exception e) {
            throw unusable(file, "Hazelcast cannot read it: " + e.getMessage(), e);
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
