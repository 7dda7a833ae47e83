import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the classes of this JDK into a jar, from which ProGuard learns the types of the platform: it cannot read the
/// JDK's own image, and a JDK of today brings no jmod files.
final class JdkClasses {
    private static final List<String> MODULES = List.of(
            "java.base", "java.logging", "java.xml", "java.desktop", "java.sql", "java.management", "java.naming",
            "java.net.http", "java.security.jgss", "jdk.unsupported");

    private JdkClasses() {}

    /// @param args the jar to write
    public static void main(String... args) throws IOException {
        var jar = Path.of(args[0]);
        if (Files.exists(jar)) {
            return;
        }
        Files.createDirectories(jar.getParent());
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.setLevel(1);
            for (var module : MODULES) {
                write(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module), out);
            }
        }
    }

    private static void write(Path module, ZipOutputStream out) throws IOException {
        try (var files = Files.walk(module)) {
            for (var file : (Iterable<Path>) files.filter(JdkClasses::isClass).sorted()::iterator) {
                out.putNextEntry(new ZipEntry(module.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    private static boolean isClass(Path file) {
        return file.toString().endsWith(".class") && !file.endsWith("module-info.class");
    }
}
