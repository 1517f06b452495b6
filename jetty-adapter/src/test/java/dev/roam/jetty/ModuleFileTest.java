package dev.roam.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roam.Identity;
import dev.roam.LimitException;
import dev.roam.LockTimeoutException;
import dev.roam.Options;
import dev.roam.SessionRegistry;
import dev.roam.SessionSummary;
import dev.roam.Sessions;
import dev.roam.StoreException;
import dev.roam.UserSession;
import dev.roam.WorkingCopy;
import dev.roam.session.ApplicationSessions;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ClassMatcher;
import org.junit.jupiter.api.Test;

/** The template of {@code start.d/roam.ini} is what users of Jetty read; {@link Options} is what counts. */
class ModuleFileTest {
    /** Surefire runs in the module's folder. */
    private static final Path MODULE = Path.of("src/main/jetty-base/modules/roam.mod");

    /** An option after the lines that explain it. */
    private static final Pattern OPTION = Pattern.compile("(?m)^## .+\\n# roam\\.(\\w+)=(.*)$");

    private static final Pattern HIDDEN = Pattern.compile("(?m)^jetty\\.webapp\\.addHiddenClasses\\+=,(.*)$");

    private record Line(String option, String text) {}

    @Test
    void the_template_explains_all_options_and_shows_their_defaults_in_order() throws IOException {
        String module = Files.readString(MODULE);
        List<Line> expected = Options.all().stream()
                .map(option -> new Line(option.name(), option.defaultText()))
                .toList();

        assertThat(OPTION.matcher(module.substring(module.indexOf("[ini-template]")))
                        .results()
                        .map(found -> new Line(found.group(1), found.group(2))))
                .containsExactlyElementsOf(expected);
    }

    /** What Jetty makes of the module's line, for classes that lie where this JVM has the plugin. */
    private static ClassMatcher hidden() throws Exception {
        String base = Path.of(Sessions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toUri()
                .toString();
        Matcher line = HIDDEN.matcher(Files.readString(MODULE));
        assertThat(line.find()).isTrue();
        return new ClassMatcher(
                line.group(1).replace("${jetty.base.uri}/lib/roam/", base).split(","));
    }

    private static boolean isHidden(Class<?> type) throws Exception {
        return hidden().match(type);
    }

    @Test
    void applications_see_the_registry_and_all_that_it_mentions() throws Exception {
        Set<Class<?>> seen = new HashSet<>(
                Set.of(LimitException.class, StoreException.class, LockTimeoutException.class, SessionRegistry.class));
        for (Class<?> type : List.of(SessionRegistry.class, SessionSummary.class, UserSession.class)) {
            for (Method method : type.getMethods()) {
                seen.add(method.getReturnType());
                seen.addAll(List.of(method.getParameterTypes()));
            }
            seen.add(type);
        }
        for (Class<?> type : seen) {
            assertThat(isHidden(type)).as(type.getName()).isFalse();
        }
    }

    @Test
    void applications_see_no_other_class_of_roam() throws Exception {
        for (Class<?> type : List.of(Sessions.class, WorkingCopy.class, ApplicationSessions.class, Identity.class)) {
            assertThat(isHidden(type)).as(type.getName()).isTrue();
        }
    }
}
