package dev.roam.it.harness;

import java.nio.file.Path;
import java.util.List;

/** A line of a container that Roam is dropped into. */
enum Container {
    TOMCAT_10("roam.tomcat10", "org.apache.catalina.loader.ParallelWebappClassLoader", ""),
    TOMCAT_11("roam.tomcat11", "org.apache.catalina.loader.ParallelWebappClassLoader", ""),
    JETTY_12_0("roam.jetty12_0", "org.eclipse.jetty.ee10.webapp.WebAppClassLoader", "ee10"),
    JETTY_12_1("roam.jetty12_1", "org.eclipse.jetty.ee.webapp.WebAppClassLoader", "ee11,ee10,ee8");

    private final String home;
    private final String loaderClass;
    private final String environments;

    /**
     * @param home the system property that names the unpacked distribution
     * @param loaderClass of the usual loader of a web application
     * @param environments of a Jetty, separated by commas; an application that asks for none runs in the first one
     */
    Container(String home, String loaderClass, String environments) {
        this.home = home;
        this.loaderClass = loaderClass;
        this.environments = environments;
    }

    /** The server's name and version, as its folder tells them. */
    String server() {
        return home().getFileName().toString();
    }

    /** The unpacked distribution. */
    Path home() {
        return NodeSettings.file(home);
    }

    String loaderClass() {
        return loaderClass;
    }

    boolean isTomcat() {
        return environments.isEmpty();
    }

    /** Those that have copies of the probe of their own, see {@link Node#path}. */
    List<String> furtherEnvironments() {
        return environments().stream().skip(1).toList();
    }

    /** Whether applications see Servlet 6.1, if they do not ask for something else. */
    boolean hasServlet61() {
        return this == TOMCAT_11 || this == JETTY_12_1;
    }

    Node node(NodeSettings settings) {
        return isTomcat() ? new TomcatNode(this, settings) : new JettyNode(this, settings);
    }

    List<String> environments() {
        return List.of(environments.split(","));
    }
}
