import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Does at build time what a JVM does at the first use of each lambda, pattern switch and record method: there each costs
/// a class that is written, loaded and linked by method handles, a thousand of them in a cold start. Here the lambdas of a
/// class become one class for each interface that they implement, and the others a plain static method of their own class.
/// What is left of the class, and what it does, stays as it was; sites that are not understood are left alone.
final class Prelinking {
    private final Library library;
    private final ClassFile classFile;

    /// Files by name, of which the classes are linked; the others stay as they are.
    static SortedMap<String, byte[]> of(Map<String, byte[]> files) {
        var prelinking = new Prelinking(files);
        var written = new TreeMap<String, byte[]>();
        files.forEach((name, content) ->
                written.putAll(name.endsWith(".class") ? prelinking.of(name, content) : Map.of(name, content)));
        return written;
    }

    private Prelinking(Map<String, byte[]> classes) {
        library = new Library(classes);
        classFile = library.classFile();
    }

    /// A class, and those that its lambdas became, by the names of their files.
    private Map<String, byte[]> of(String name, byte[] bytes) {
        var model = classFile.parse(bytes);
        var host = new Host(model, library);
        for (var method : model.methods()) {
            method.code().ifPresent(code -> code.forEach(element -> note(element, host)));
        }
        if (host.sites.isEmpty()) {
            return Map.of(name, bytes);
        }
        var written = new LinkedHashMap<String, byte[]>();
        written.put(name, classFile.transformClass(model, host.transform()));
        host.lambdas.values().forEach(group -> written.put(Library.file(group.name()), group.write(classFile)));
        written.forEach(this::verify);
        return written;
    }

    private void verify(String name, byte[] bytes) {
        var errors = classFile.verify(bytes);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(name + " would not load: " + errors);
        }
    }

    private static void note(CodeElement element, Host host) {
        if (element instanceof InvokeDynamicInstruction site) {
            host.note(site);
        }
    }

    /// A method that takes the place of a site.
    record Target(ClassDesc owner, String name, MethodTypeDesc type, boolean isInterface) {}

    /// The class whose sites are replaced.
    static final class Host {
        final ClassDesc name;
        final ClassModel model;
        final Map<String, LambdaClass> lambdas = new LinkedHashMap<>();
        final Map<String, Target> sites = new HashMap<>();
        private final Library library;
        private final Map<String, Consumer<ClassBuilder>> added = new LinkedHashMap<>();
        private final Set<String> opened = new HashSet<>();

        Host(ClassModel model, Library library) {
            this.model = model;
            this.name = model.thisClass().asSymbol();
            this.library = library;
        }

        boolean isInterface() {
            return model.flags().has(AccessFlag.INTERFACE);
        }

        void note(InvokeDynamicInstruction site) {
            var key = key(site);
            if (!sites.containsKey(key)) {
                target(site).ifPresent(target -> sites.put(key, target));
            }
        }

        private Optional<Target> target(InvokeDynamicInstruction site) {
            return switch (site.bootstrapMethod().owner().displayName() + "." + site.bootstrapMethod().methodName()) {
                case "LambdaMetafactory.metafactory" -> {
                    var lambda = Lambda.of(site, this, library);
                    var group = lambdas.computeIfAbsent(
                            lambda.group(), _ -> new LambdaClass(this, lambdas.size()));
                    yield Optional.of(group.add(lambda));
                }
                case "SwitchBootstraps.typeSwitch" ->
                    TypeSwitch.of(site).map(method -> add("switch$" + added.size(), site.typeSymbol(), method));
                case "ObjectMethods.bootstrap" ->
                    Optional.of(add("record$" + site.name().stringValue(), site.typeSymbol(), RecordMethods.of(site)));
                default -> Optional.empty();
            };
        }

        /// Adds a static method.
        Target add(String method, MethodTypeDesc type, Consumer<CodeBuilder> code) {
            int flags = ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC | (isInterface() ? ClassFile.ACC_PUBLIC : 0);
            added.put(method + type.descriptorString(), builder -> builder.withMethodBody(method, type, flags, code));
            return new Target(name, method, type, isInterface());
        }

        /// Lets the classes of the package call a private static method of this one.
        void open(String method, MethodTypeDesc type) {
            opened.add(method + type.descriptorString());
        }

        int methodsAdded() {
            return added.size();
        }

        ClassTransform transform() {
            ClassTransform methods = (builder, element) -> {
                if (element instanceof MethodModel method) {
                    builder.transformMethod(method, method(method));
                } else {
                    builder.with(element);
                }
            };
            return methods.andThen(
                    ClassTransform.endHandler(builder -> added.values().forEach(each -> each.accept(builder))));
        }

        private MethodTransform method(MethodModel method) {
            boolean isOpened = opened.contains(
                    method.methodName().stringValue() + method.methodType().stringValue());
            return (builder, element) -> {
                switch (element) {
                    case CodeModel code when code.elementStream().anyMatch(this::isReplaced) ->
                        builder.transformCode(code, this::replace);
                    case AccessFlags flags when isOpened ->
                        builder.withFlags(flags.flagsMask() & ~ClassFile.ACC_PRIVATE
                                | (isInterface() ? ClassFile.ACC_PUBLIC : 0));
                    default -> builder.with(element);
                }
            };
        }

        private boolean isReplaced(CodeElement element) {
            return element instanceof InvokeDynamicInstruction site && sites.containsKey(key(site));
        }

        private void replace(CodeBuilder builder, CodeElement element) {
            if (element instanceof InvokeDynamicInstruction site && isReplaced(site)) {
                var target = sites.get(key(site));
                builder.invokestatic(target.owner(), target.name(), target.type(), target.isInterface());
            } else {
                builder.with(element);
            }
        }

        private static String key(InvokeDynamicInstruction site) {
            return site.bootstrapMethod() + "|" + site.bootstrapArgs() + "|" + site.name() + site.typeSymbol().descriptorString();
        }
    }
}
