package dev.roam.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A web application of this module's own making. Its classes are a package of that name, its pages and {@code web.xml} what is in a folder
 * {@code web} beside them, its libraries what the build has collected for it.
 */
public enum Application {
    PROBE("probe", "FORM", false),
    /** The probe with another way to log in. */
    PROBE_WITH_BASIC("probe", "BASIC", false),
    PROBE_WITH_DIGEST("probe", "DIGEST", false),
    /** The probe without one, so that no authenticator asks for the session. */
    PROBE_WITHOUT_LOGIN("probe", "", false),
    /** The probe with libraries that Roam uses, too. */
    PROBE_WITH_LIBRARIES("probe", "FORM", true),
    SPRING("spring", "", true),
    FACES("faces", "", true);

    private static final String PACKAGE = "dev/roam/it/";
    private static final String WEB = "web";

    private final String folder;
    private final String login;
    private final boolean libraries;

    Application(String folder, String login, boolean libraries) {
        this.folder = folder;
        this.login = login;
        this.libraries = libraries;
    }

    /** The path under which it is found, if nothing else is said. */
    public String path() {
        return "/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Makes a folder that is the unpacked application. */
    void copyTo(Path target) throws IOException {
        String name = PACKAGE + folder;
        Path classes = target.resolve("WEB-INF/classes").resolve(name);
        Files.createDirectories(classes);
        Folders.copy(NodeSettings.file("roam.applications").resolve(name), classes);
        Path web = classes.resolve(WEB);
        if (Files.exists(web)) {
            Folders.copy(web, target);
            Folders.remove(web);
        }
        if (folder.equals(PROBE.folder)) {
            Path descriptor = target.resolve("WEB-INF/web.xml");
            Files.writeString(descriptor, withLogin(Files.readString(descriptor)));
        }
        if (libraries) {
            Files.createDirectories(target.resolve("WEB-INF/lib"));
            Folders.copy(NodeSettings.file("roam.libraries").resolve(folder), target.resolve("WEB-INF/lib"));
        }
    }

    private String withLogin(String descriptor) {
        return login.isEmpty()
                ? descriptor.replaceAll("(?s)<(security-constraint|login-config)>.*?</\\1>", "")
                : descriptor.replace(">FORM<", ">" + login + "<");
    }
}
