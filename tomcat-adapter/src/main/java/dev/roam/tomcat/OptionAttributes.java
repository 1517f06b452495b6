package dev.roam.tomcat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.catalina.session.ManagerBase;
import org.apache.tomcat.util.IntrospectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * Roam's options as attributes of the {@code Manager} element. Tomcat's digester sets them one by one as bean properties, before anything is
 * started, and swallows what a setter throws; so they are kept as they were written, and read together when the manager starts, where a wrong
 * one can stop the context.
 *
 * <p>What each option means, its default and what it may be: {@link dev.roam.Options}.
 */
public abstract class OptionAttributes extends ManagerBase {
    private final Map<String, String> texts = new TreeMap<>();

    OptionAttributes() {}

    /** A snapshot of the options that were set, by name, as they were written. */
    Map<String, String> optionTexts() {
        return Map.copyOf(texts);
    }

    /**
     * Keeps an attribute that has no setter, so that the start can refuse it: Tomcat would write a warning and start without the option. Called by
     * {@code IntrospectionUtils.setProperty}, also where a setter is there and cannot read the value; that one is left to Tomcat.
     *
     * @return whether the attribute was taken
     */
    public boolean setProperty(String name, String value) {
        String setter = "set" + IntrospectionUtils.capitalize(name);
        if (Arrays.stream(IntrospectionUtils.findMethods(getClass()))
                .anyMatch(method -> method.getName().equals(setter))) {
            return false;
        }
        option(name, value);
        return true;
    }

    private void option(String name, @Nullable String text) {
        if (text == null) {
            texts.remove(name);
        } else {
            texts.put(name, text);
        }
    }

    /** The name under which nodes share this application's sessions, or null for {@code <host>/<path>##version}. */
    public @Nullable String getApplication() {
        return texts.get("application");
    }

    /** Sets the name under which nodes share this application's sessions; set it alike on Tomcat and Jetty nodes of a mixed cluster. */
    public void setApplication(@Nullable String application) {
        option("application", application);
    }

    /** The members to join, or null for the default. */
    public @Nullable String getMembers() {
        return texts.get("members");
    }

    /** Sets the members to join: {@code host[:port],...}. Must agree in all contexts of a JVM. */
    public void setMembers(@Nullable String members) {
        option("members", members);
    }

    /** The local address of the member, or null where it is chosen to match {@code members}. */
    public @Nullable String getBind() {
        return texts.get("bind");
    }

    /** Sets the local address of the member. Must agree in all contexts of a JVM. */
    public void setBind(@Nullable String bind) {
        option("bind", bind);
    }

    /** The member's first port, or null for the default. */
    public @Nullable String getPort() {
        return texts.get("port");
    }

    /** Sets the member's first port; it counts up from there if that is taken. Must agree in all contexts of a JVM. */
    public void setPort(@Nullable String port) {
        option("port", port);
    }

    /** The cluster's name, or null for the default. */
    public @Nullable String getClusterName() {
        return texts.get("clusterName");
    }

    /** Sets the cluster's name; members and clients of another name are refused. Must agree in all contexts of a JVM. */
    public void setClusterName(@Nullable String clusterName) {
        option("clusterName", clusterName);
    }

    /** The path of a Hazelcast configuration of the user's own, or null. */
    public @Nullable String getHazelcastConfig() {
        return texts.get("hazelcastConfig");
    }

    /** Sets the path of a Hazelcast configuration of the user's own. Must agree in all contexts of a JVM. */
    public void setHazelcastConfig(@Nullable String hazelcastConfig) {
        option("hazelcastConfig", hazelcastConfig);
    }

    /** Whether this node is a member itself, or null for the default. */
    public @Nullable String getClusterMode() {
        return texts.get("clusterMode");
    }

    /** Sets {@code embedded} or {@code client}. Must agree in all contexts of a JVM. */
    public void setClusterMode(@Nullable String clusterMode) {
        option("clusterMode", clusterMode);
    }

    /** How many synchronous copies of a record there are, or null for the default. */
    public @Nullable String getBackupCount() {
        return texts.get("backupCount");
    }

    /** Sets how many synchronous copies of a record there are. Must agree in all contexts of a JVM. */
    public void setBackupCount(@Nullable String backupCount) {
        option("backupCount", backupCount);
    }

    /** Below how many members the store counts as unreachable, or null for the default. */
    public @Nullable String getMinMembers() {
        return texts.get("minMembers");
    }

    /** Sets below how many members the store counts as unreachable. Must agree in all contexts of a JVM. */
    public void setMinMembers(@Nullable String minMembers) {
        option("minMembers", minMembers);
    }

    /** Whether what is changed inside an attribute is found, or null for the default. */
    public @Nullable String getDetectMutations() {
        return texts.get("detectMutations");
    }

    /** Sets whether what is changed inside an attribute is found: {@code true} or {@code false}. */
    public void setDetectMutations(@Nullable String detectMutations) {
        option("detectMutations", detectMutations);
    }

    /** How attributes are encoded, or null for the default. */
    public @Nullable String getSerializer() {
        return texts.get("serializer");
    }

    /** Sets how attributes are encoded. */
    public void setSerializer(@Nullable String serializer) {
        option("serializer", serializer);
    }

    /** Which classes attributes may have, or null for the default. */
    public @Nullable String getSerialFilter() {
        return texts.get("serialFilter");
    }

    /** Sets which classes attributes may have: a pattern in the syntax of {@link java.io.ObjectInputFilter}. */
    public void setSerialFilter(@Nullable String serialFilter) {
        option("serialFilter", serialFilter);
    }

    /** After what time the store counts as unreachable for a request, or null for the default. */
    public @Nullable String getStoreTimeout() {
        return texts.get("storeTimeout");
    }

    /** Sets after what time the store counts as unreachable for a request, which is then answered with status 503. */
    public void setStoreTimeout(@Nullable String storeTimeout) {
        option("storeTimeout", storeTimeout);
    }

    /** How stale a stored last access may be, or null for the default. */
    public @Nullable String getTouchInterval() {
        return texts.get("touchInterval");
    }

    /** Sets how stale a stored last access may be. */
    public void setTouchInterval(@Nullable String touchInterval) {
        option("touchInterval", touchInterval);
    }

    /** How often due sessions are ended, or null for the default. */
    public @Nullable String getReapInterval() {
        return texts.get("reapInterval");
    }

    /** Sets how often due sessions are ended. */
    public void setReapInterval(@Nullable String reapInterval) {
        option("reapInterval", reapInterval);
    }

    /** The timeout of a session that only the request which made it has used, or null for the default. */
    public @Nullable String getNewSessionTimeout() {
        return texts.get("newSessionTimeout");
    }

    /** Sets the timeout of a session that only the request which made it has used. */
    public void setNewSessionTimeout(@Nullable String newSessionTimeout) {
        option("newSessionTimeout", newSessionTimeout);
    }

    /** Whether requests of one session run one at a time: none or session, or null for the default. */
    public @Nullable String getLocking() {
        return texts.get("locking");
    }

    /** Sets whether requests of one session run one at a time: none or session. */
    public void setLocking(@Nullable String locking) {
        option("locking", locking);
    }

    /** How long a request waits for its turn with locking=session, or null for the default. */
    public @Nullable String getLockTimeout() {
        return texts.get("lockTimeout");
    }

    /** Sets how long a request waits for its turn with locking=session. */
    public void setLockTimeout(@Nullable String lockTimeout) {
        option("lockTimeout", lockTimeout);
    }

    /** How many bytes the encoded attributes of a session may have in all, or null for the default. */
    public @Nullable String getMaxSessionBytes() {
        return texts.get("maxSessionBytes");
    }

    /** Sets how many bytes the encoded attributes of a session may have in all. */
    public void setMaxSessionBytes(@Nullable String maxSessionBytes) {
        option("maxSessionBytes", maxSessionBytes);
    }

    /** How many bytes an encoded attribute may have, or null for the default. */
    public @Nullable String getMaxAttributeBytes() {
        return texts.get("maxAttributeBytes");
    }

    /** Sets how many bytes an encoded attribute may have. */
    public void setMaxAttributeBytes(@Nullable String maxAttributeBytes) {
        option("maxAttributeBytes", maxAttributeBytes);
    }

    /** How many sessions the application may have in the cluster, or null for the default. */
    public @Nullable String getMaxClusterSessions() {
        return texts.get("maxClusterSessions");
    }

    /** Sets how many sessions the application may have in the cluster. */
    public void setMaxClusterSessions(@Nullable String maxClusterSessions) {
        option("maxClusterSessions", maxClusterSessions);
    }

    /** How many sessions a user may be logged in to in the cluster, or null for the default. */
    public @Nullable String getMaxSessionsPerUser() {
        return texts.get("maxSessionsPerUser");
    }

    /** Sets how many sessions a user may be logged in to in the cluster. */
    public void setMaxSessionsPerUser(@Nullable String maxSessionsPerUser) {
        option("maxSessionsPerUser", maxSessionsPerUser);
    }

    /** What a login does that would be one session too many: end-oldest or refuse, or null for the default. */
    public @Nullable String getUserLimitPolicy() {
        return texts.get("userLimitPolicy");
    }

    /** Sets what a login does that would be one session too many: end-oldest or refuse. */
    public void setUserLimitPolicy(@Nullable String userLimitPolicy) {
        option("userLimitPolicy", userLimitPolicy);
    }
}
