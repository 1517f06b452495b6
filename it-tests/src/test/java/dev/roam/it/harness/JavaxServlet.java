package dev.roam.it.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Moves a web application from Jakarta's servlet API to the one before it, {@code javax.servlet}. */
final class JavaxServlet {

    private JavaxServlet() {}

    /** Changes the classes and the {@code web.xml} of an unpacked application in their places. */
    static void convert(Path application) throws IOException {
        for (Path file : classes(application)) {
            ClassReader before = new ClassReader(Files.readAllBytes(file));
            ClassWriter after = new ClassWriter(0);
            before.accept(new ClassRemapper(after, new ToJavax()), 0);
            Files.write(file, after.toByteArray());
        }
        Path descriptor = application.resolve("WEB-INF/web.xml");
        String text = Files.readString(descriptor, StandardCharsets.UTF_8);
        Files.writeString(
                descriptor,
                text.replace("https://jakarta.ee/xml/ns/jakartaee", "http://xmlns.jcp.org/xml/ns/javaee")
                        .replace("version=\"6.0\"", "version=\"4.0\""),
                StandardCharsets.UTF_8);
    }

    private static List<Path> classes(Path application) throws IOException {
        try (Stream<Path> files = Files.walk(application)) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        }
    }

    private static final class ToJavax extends Remapper {
        ToJavax() {
            super(Opcodes.ASM9);
        }

        @Override
        public String map(String internalName) {
            return internalName.startsWith("jakarta/") ? "javax/" + internalName.substring(8) : internalName;
        }
    }
}
