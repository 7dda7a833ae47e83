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
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the jar of `./vpce-guard`: the program's classes, and those of picocli as class files of today, all linked as the
/// function's are. picocli's come in files of Java 5, which the JVM takes into no cache of loaded classes. Nothing is
/// compressed, since a JVM starts sooner so.
final class CommandLineJar {
    private CommandLineJar() {}

    /// @param args the jar to write, the directory of the program's classes, the jar of picocli
    public static void main(String... args) throws IOException {
        var files = new TreeMap<String, byte[]>();
        read(Path.of(args[1]), files);
        rewrite(Path.of(args[2]), files);
        try (var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])))) {
            out.setLevel(0);
            for (var file : Prelinking.of(files).entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
    }

    private static void read(Path classes, Map<String, byte[]> files) throws IOException {
        try (var found = Files.walk(classes)) {
            for (var file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
                files.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private static void rewrite(Path picocli, Map<String, byte[]> files) throws IOException {
        try (var in = new ZipFile(picocli.toFile());
                var loader = URLClassLoader.newInstance(new URL[] {picocli.toUri().toURL()})) {
            // A method gets the tables that class files have since Java 6 only if it is written anew.
            var classFile = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ConstantPoolSharingOption.NEW_POOL,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
            var today = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(ClassTransform.endHandler(
                            file -> file.withVersion(ClassFile.latestMajorVersion(), 0)));
            var names = in.stream().map(ZipEntry::getName).filter(CommandLineJar::isOfPicocli);
            for (var name : (Iterable<String>) names.sorted()::iterator) {
                var old = classFile.parse(in.getInputStream(in.getEntry(name)).readAllBytes());
                files.put(name, classFile.transformClass(old, today));
            }
        }
    }

    /// Not what it has for older and newer versions of Java besides.
    private static boolean isOfPicocli(String name) {
        return name.startsWith("picocli/") && name.endsWith(".class");
    }
}
