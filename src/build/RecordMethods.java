import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;

/// What a record says of itself, component by component, as `java.lang.runtime.ObjectMethods` has it.
final class RecordMethods {
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

    private final ClassDesc record;
    private final List<Component> components;

    private record Component(String name, ClassDesc type) {}

    private RecordMethods(InvokeDynamicInstruction site) {
        record = (ClassDesc) site.bootstrapArgs().getFirst();
        components = site.bootstrapArgs().stream()
                .skip(2)
                .map(DirectMethodHandleDesc.class::cast)
                .map(getter -> new Component(getter.methodName(), ClassDesc.ofDescriptor(getter.lookupDescriptor())))
                .toList();
    }

    static Consumer<CodeBuilder> of(InvokeDynamicInstruction site) {
        var methods = new RecordMethods(site);
        return switch (site.name().stringValue()) {
            case "equals" -> methods::isEqual;
            case "hashCode" -> methods::hash;
            case "toString" -> methods::text;
            default -> throw new IllegalStateException("a record's " + site.name());
        };
    }

    private void isEqual(CodeBuilder code) {
        var differs = code.newLabel();
        var isSame = code.newLabel();
        code.aload(0).aload(1).if_acmpeq(isSame).aload(1).instanceOf(record).ifeq(differs);
        code.aload(1).checkcast(record).astore(2);
        for (var component : components) {
            get(code, 0, component);
            get(code, 2, component);
            compare(code, component.type(), differs);
        }
        code.labelBinding(isSame).iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    private static void compare(CodeBuilder code, ClassDesc type, Label differs) {
        if (!type.isPrimitive()) {
            code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object)).ifeq(differs);
        } else if (type.equals(CD_long)) {
            code.lcmp().ifne(differs);
        } else if (type.equals(CD_double) || type.equals(CD_float)) {
            code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type)).ifne(differs);
        } else {
            code.if_icmpne(differs);
        }
    }

    private void hash(CodeBuilder code) {
        code.iconst_0();
        for (var component : components) {
            code.loadConstant(31).imul();
            get(code, 0, component);
            if (component.type().isPrimitive()) {
                code.invokestatic(box(component.type()), "hashCode", MethodTypeDesc.of(CD_int, component.type()));
            } else {
                code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private void text(CodeBuilder code) {
        code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MethodTypeDesc.of(CD_void));
        var before = record.displayName().replaceAll(".*\\$", "") + "[";
        for (var component : components) {
            append(code.loadConstant(before + component.name() + "="), CD_String);
            get(code, 0, component);
            append(code, component.type());
            before = ", ";
        }
        append(code.loadConstant(components.isEmpty() ? before + "]" : "]"), CD_String);
        code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
    }

    private static void append(CodeBuilder code, ClassDesc type) {
        var taken = !type.isPrimitive() ? (type.equals(CD_String) ? CD_String : CD_Object)
                : TypeKind.from(type).asLoadable() == TypeKind.INT && !type.equals(CD_boolean) && !type.equals(ConstantDescs.CD_char)
                        ? CD_int
                        : type;
        code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, taken));
    }

    private void get(CodeBuilder code, int slot, Component component) {
        code.aload(slot).getfield(record, component.name(), component.type());
    }

    private static ClassDesc box(ClassDesc primitive) {
        return TypeKind.from(primitive) == TypeKind.INT
                ? ConstantDescs.CD_Integer
                : TypeKind.from(primitive) == TypeKind.CHAR
                        ? ConstantDescs.CD_Character
                        : ClassDesc.of("java.lang." + Character.toUpperCase(primitive.displayName().charAt(0))
                                + primitive.displayName().substring(1));
    }
}
