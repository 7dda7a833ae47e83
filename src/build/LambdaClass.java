import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// Lambdas of one class: a class with a number that says which of them it is, fields for what they hold, and a static
/// method for each that makes one. Those of `java.util.function` share one, whose interfaces get on with each other; any
/// other interface has one of its own, since a caller may ask what else an object is.
final class LambdaClass {
    private final ClassDesc name;
    private final int version;
    private final List<Lambda> lambdas = new ArrayList<>();

    LambdaClass(Prelinking.Host host, int number) {
        version = host.model.majorVersion();
        name = ClassDesc.ofDescriptor(host.name.descriptorString().replaceAll(";$", "\\$\\$L" + number + ";"));
    }

    private record Implemented(String name, MethodTypeDesc type) {}

    ClassDesc name() {
        return name;
    }

    /// Takes up one more; what makes it.
    Prelinking.Target add(Lambda lambda) {
        lambdas.add(lambda);
        return new Prelinking.Target(name, "of" + (lambdas.size() - 1), maker(lambda), false);
    }

    private static MethodTypeDesc maker(Lambda lambda) {
        return MethodTypeDesc.of(lambda.face(), lambda.captured());
    }

    byte[] write(ClassFile classFile) {
        return classFile.build(name, builder -> {
            builder.withVersion(version, 0)
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(
                            lambdas.stream().map(Lambda::face).distinct().toList())
                    .withField("which", CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            var fields = new TreeMap<String, ClassDesc>();
            lambdas.forEach(lambda -> {
                for (int i = 0; i < lambda.captured().size(); i++) {
                    fields.put(field(lambda, i), held(lambda, i));
                }
            });
            fields.forEach((field, of) -> builder.withField(field, of, ClassFile.ACC_PRIVATE));
            builder.withMethodBody(INIT_NAME, MethodTypeDesc.of(CD_void, CD_int), ClassFile.ACC_PRIVATE, code -> code.aload(0)
                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                    .aload(0)
                    .iload(1)
                    .putfield(name, "which", CD_int)
                    .return_());
            for (int i = 0; i < lambdas.size(); i++) {
                make(builder, i);
            }
            var methods = new LinkedHashMap<Implemented, List<Lambda>>();
            lambdas.forEach(lambda -> methods.computeIfAbsent(
                            new Implemented(lambda.method(), lambda.erased()), _ -> new ArrayList<>())
                    .add(lambda));
            methods.forEach((method, bodies) -> builder.withMethodBody(
                    method.name(), method.type(), ClassFile.ACC_PUBLIC, code -> dispatch(code, bodies)));
        });
    }

    private void make(ClassBuilder builder, int number) {
        var lambda = lambdas.get(number);
        builder.withMethodBody("of" + number, maker(lambda), ClassFile.ACC_STATIC, code -> {
            code.new_(name).dup().loadConstant(number).invokespecial(name, INIT_NAME, MethodTypeDesc.of(CD_void, CD_int));
            int slot = 0;
            for (int i = 0; i < lambda.captured().size(); i++) {
                var kind = TypeKind.from(lambda.captured().get(i));
                code.dup().loadLocal(kind, slot).putfield(name, field(lambda, i), held(lambda, i));
                slot += kind.slotSize();
            }
            code.areturn();
        });
    }

    private void dispatch(CodeBuilder code, List<Lambda> bodies) {
        var cases = bodies.stream()
                .skip(1)
                .map(lambda -> SwitchCase.of(lambdas.indexOf(lambda), code.newLabel()))
                .toList();
        if (!cases.isEmpty()) {
            var first = code.newLabel();
            code.aload(0).getfield(name, "which", CD_int).lookupswitch(first, cases).labelBinding(first);
        }
        call(code, bodies.getFirst());
        for (int i = 1; i < bodies.size(); i++) {
            code.labelBinding(cases.get(i - 1).target());
            call(code, bodies.get(i));
        }
    }

    private void call(CodeBuilder code, Lambda lambda) {
        var body = lambda.body();
        var parameters = body.parameters();
        if (body.isNew()) {
            code.new_(body.owner()).dup();
        }
        int held = lambda.captured().size();
        for (int i = 0; i < held; i++) {
            code.aload(0).getfield(name, field(lambda, i), held(lambda, i));
            Conversion.cast(code, held(lambda, i), parameters.get(i));
        }
        for (int i = held; i < parameters.size(); i++) {
            var given = lambda.erased().parameterType(i - held);
            code.loadLocal(TypeKind.from(given), code.parameterSlot(i - held));
            Conversion.convert(code, given, lambda.instantiated().parameterType(i - held), parameters.get(i));
        }
        body.call(code);
        var returned = lambda.erased().returnType();
        Conversion.convertReturned(code, body.returned(), lambda.instantiated().returnType(), returned);
        code.return_(TypeKind.from(returned));
    }

    private static String field(Lambda lambda, int number) {
        var kind = TypeKind.from(held(lambda, number));
        return kind.name().toLowerCase(java.util.Locale.ROOT).charAt(0) + "" + number;
    }

    /// References are held as objects, and small numbers as ints.
    private static ClassDesc held(Lambda lambda, int number) {
        var kind = TypeKind.from(lambda.captured().get(number)).asLoadable();
        return kind == TypeKind.REFERENCE ? CD_Object : kind.upperBound();
    }
}
