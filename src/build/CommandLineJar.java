import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the jar of `./vpce-guard`: the program's classes, and those of picocli as class files of today. They come in
/// files of Java 5, which the JVM takes into no cache of loaded classes. Nothing is compressed, since a JVM starts sooner
/// so.
final class CommandLineJar {
    private CommandLineJar() {}

    /// @param args the jar to write, the directory of the program's classes, the jar of picocli
    public static void main(String... args) throws IOException {
        var classes = Path.of(args[1]);
        try (var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])));
                var files = Files.walk(classes)) {
            out.setLevel(0);
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                write(classes.relativize(file).toString(), Files.readAllBytes(file), out);
            }
            rewrite(Path.of(args[2]), out);
        }
    }

    private static void rewrite(Path picocli, ZipOutputStream out) throws IOException {
        try (var in = new ZipFile(picocli.toFile());
                var loader = URLClassLoader.newInstance(new URL[] {picocli.toUri().toURL()})) {
            // A method gets the tables that class files have since Java 6 only if it is written anew.
            var files = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
            var today = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(ClassTransform.endHandler(
                            file -> file.withVersion(ClassFile.latestMajorVersion(), 0)));
            var names = in.stream().map(ZipEntry::getName).filter(CommandLineJar::isOfPicocli);
            for (var name : (Iterable<String>) names.sorted()::iterator) {
                var old = files.parse(in.getInputStream(in.getEntry(name)).readAllBytes());
                write(name, files.transformClass(old, today), out);
            }
        }
    }

    /// Not what it has for older and newer versions of Java besides.
    private static boolean isOfPicocli(String name) {
        return name.startsWith("picocli/") && name.endsWith(".class");
    }

    private static void write(String name, byte[] content, ZipOutputStream out) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(content);
    }
}
