package dev.roam.codec.evolution;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The classes of one version of all changes, each change in a package of its own, in a class loader of their own. */
public final class Version {
    private final List<Change> changes;
    private final ClassLoader loader;

    private Version(List<Change> changes, ClassLoader loader) {
        this.changes = changes;
        this.loader = loader;
    }

    /** What old nodes have. */
    public static Version before(List<Change> changes) {
        return compile(changes, Change::before);
    }

    /** What new nodes have. */
    public static Version after(List<Change> changes) {
        return compile(changes, Change::after);
    }

    public ClassLoader loader() {
        return loader;
    }

    /** A value as this version makes it. */
    public Object make(Change change) throws ReflectiveOperationException {
        Method make = Class.forName(packageOf(changes.indexOf(change)) + ".Make", true, loader)
                .getDeclaredMethod("make");
        make.setAccessible(true);
        return Objects.requireNonNull(make.invoke(null));
    }

    private static String packageOf(int number) {
        return "change" + number;
    }

    private static Version compile(List<Change> changes, BiFunction<Change, String, String> source) {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK, not only a JRE");
        List<JavaFileObject> sources = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            sources.add(new Source(packageOf(i), source.apply(changes.get(i), packageOf(i))));
        }
        StringWriter messages = new StringWriter();
        Classes classes = new Classes(compiler.getStandardFileManager(null, null, null));
        List<String> options = List.of("-proc:none", "-nowarn", "-Xlint:none");
        if (!compiler.getTask(messages, classes, null, options, null, sources).call()) {
            throw new AssertionError(messages.toString());
        }
        return new Version(changes, new MemoryLoader(classes.bytes()));
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String packageName, String text) {
            super(URI.create("memory:///" + packageName + "/Sources.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Compiled extends SimpleJavaFileObject {
        private final ByteArrayOutputStream code = new ByteArrayOutputStream();

        Compiled(String name) {
            super(URI.create("memory:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return code;
        }
    }

    /** Keeps what the compiler writes. */
    private static final class Classes extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, Compiled> compiled = new HashMap<>();

        Classes(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            Compiled file = new Compiled(name);
            compiled.put(name, file);
            return file;
        }

        Map<String, byte[]> bytes() {
            Map<String, byte[]> bytes = new HashMap<>();
            compiled.forEach((name, file) -> bytes.put(name, file.code.toByteArray()));
            return bytes;
        }
    }

    private static final class MemoryLoader extends ClassLoader {
        private final Map<String, byte[]> classes;

        MemoryLoader(Map<String, byte[]> classes) {
            super(ClassLoader.getPlatformClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] code = classes.get(name);
            if (code == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, code, 0, code.length);
        }
    }
}
