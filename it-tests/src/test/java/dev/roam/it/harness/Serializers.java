package dev.roam.it.harness;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** The serializers that Roam knows, read from the jar under test, so that none is left out. */
final class Serializers {

    private static final String CODECS = "dev.roam.codec.Codecs";

    private Serializers() {}

    static List<String> names() {
        try (URLClassLoader plugin = new URLClassLoader(
                new URL[] {NodeSettings.file("roam.plugin.jar").toUri().toURL()}, null)) {
            List<?> names = (List<?>) plugin.loadClass(CODECS).getField("NAMES").get(null);
            return names.stream().map(String.class::cast).toList();
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read the serializers from " + CODECS, e);
        }
    }
}
