import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes a jar anew, so that the same classes are the same bytes: in order, with one time for all. Nothing is compressed:
/// the zip around it is, and a JVM starts sooner on classes that are not.
final class Repack {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private Repack() {}

    /// @param args the jar to read and the jar to write
    public static void main(String... args) throws IOException {
        try (var in = new ZipFile(args[0]);
                var out = new ZipOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            out.setMethod(ZipOutputStream.STORED);
            var names = in.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName).sorted().toList();
            for (var name : names) {
                var content = in.getInputStream(in.getEntry(name)).readAllBytes();
                var sum = new CRC32();
                sum.update(content);
                var entry = new ZipEntry(name);
                entry.setTimeLocal(TIME);
                entry.setSize(content.length);
                entry.setCrc(sum.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }
    }
}
