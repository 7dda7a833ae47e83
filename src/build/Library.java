import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The classes of the package, as far as others must know of them.
final class Library {
    private final Map<String, byte[]> classes;
    private final Map<String, ClassModel> parsed = new HashMap<>();

    /// @param classes by the names of their files
    Library(Map<String, byte[]> classes) {
        this.classes = classes;
    }

    /// Reads and writes classes that refer to these and to the JDK's.
    ClassFile classFile() {
        return ClassFile.of(
                ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(this::open)
                        .orElse(ClassHierarchyResolver.ofResourceParsing(Library::openOfJdk))));
    }

    /// The file of a class; null where it is none of the package.
    InputStream open(ClassDesc name) {
        var bytes = classes.get(file(name));
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    static InputStream openOfJdk(ClassDesc name) {
        return ClassLoader.getSystemResourceAsStream(file(name));
    }

    /// Whether any class of the host's package may call the method; those of the JDK are public, since they are called.
    boolean isOpen(ClassDesc owner, String name, String type, ClassDesc host) {
        for (var at = model(owner); at.isPresent(); at = at.flatMap(Library::parent).flatMap(this::model)) {
            for (var method : at.get().methods()) {
                if (method.methodName().equalsString(name) && method.methodType().equalsString(type)) {
                    var isNear = at.get().thisClass().asSymbol().packageName().equals(host.packageName());
                    return method.flags().has(AccessFlag.PUBLIC) || isNear && !method.flags().has(AccessFlag.PRIVATE);
                }
            }
        }
        return !name.equals("clone") && !name.equals("finalize");
    }

    private Optional<ClassModel> model(ClassDesc name) {
        return Optional.ofNullable(classes.get(file(name)))
                .map(bytes -> parsed.computeIfAbsent(file(name), _ -> ClassFile.of().parse(bytes)));
    }

    private static Optional<ClassDesc> parent(ClassModel model) {
        return model.superclass().map(parent -> parent.asSymbol());
    }

    static String file(ClassDesc name) {
        return name.descriptorString().replaceAll("^L|;$", "") + ".class";
    }
}
