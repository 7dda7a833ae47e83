import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a jar anew, so that the same classes are the same bytes: in order, with one time for all. Nothing is compressed:
/// the package around it is, and a JVM starts sooner on classes that are not. Lambda puts each jar under `lib` on the class path.
final class Repack {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Repack() {}

    /// @param args the jar to read, the jar to write, and the package to write
    public static void main(String... args) throws IOException {
        write(args[0], args[1]);
        var jar = Path.of(args[1]);
        try (var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[2])))) {
            out.setLevel(Deflater.BEST_COMPRESSION);
            var entry = new ZipEntry("lib/" + jar.getFileName());
            entry.setTimeLocal(TIME);
            out.putNextEntry(entry);
            Files.copy(jar, out);
        }
    }

    private static void write(String jar, String repacked) throws IOException {
        try (var in = new ZipFile(jar);
                var out = new ZipOutputStream(Files.newOutputStream(Path.of(repacked)))) {
            out.setMethod(ZipOutputStream.STORED);
            for (var file : prelinked(in)) {
                var content = file.getValue();
                var sum = new CRC32();
                sum.update(content);
                var entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(TIME);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }
    }

    /// Contents by name. In each directory classes of one kind and size lie together: they are much alike, and deflate sees
    /// 32 kilobytes at a time.
    private static List<Map.Entry<String, byte[]>> prelinked(ZipFile in) throws IOException {
        var files = new TreeMap<String, byte[]>();
        for (var entry : Collections.list(in.entries())) {
            if (!entry.isDirectory()) {
                files.put(entry.getName(), in.getInputStream(entry).readAllBytes());
            }
        }
        files.computeIfPresent(CopyBuffer.CLASS, (_, content) -> CopyBuffer.enlarged(content, new Library(files)));
        return Prelinking.of(files).entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, byte[]> file) -> directory(file.getKey()))
                        .thenComparing(file -> nested(file.getKey()))
                        .thenComparing(file -> file.getValue().length)
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static String directory(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /// The name of a nested class within its own, such as `BuilderImpl`; empty for others.
    private static String nested(String name) {
        int dollar = name.lastIndexOf('$');
        return dollar < 0 ? "" : name.substring(dollar);
    }
}
