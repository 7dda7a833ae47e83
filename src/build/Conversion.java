import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Map.Entry;

/// What `LambdaMetafactory` converts between an interface's method and a lambda's body.
final class Conversion {
    private static final Map<ClassDesc, ClassDesc> BOXES = Map.ofEntries(
            Map.entry(ConstantDescs.CD_boolean, ConstantDescs.CD_Boolean),
            Map.entry(ConstantDescs.CD_byte, ConstantDescs.CD_Byte),
            Map.entry(ConstantDescs.CD_char, ConstantDescs.CD_Character),
            Map.entry(ConstantDescs.CD_short, ConstantDescs.CD_Short),
            Map.entry(ConstantDescs.CD_int, ConstantDescs.CD_Integer),
            Map.entry(ConstantDescs.CD_long, ConstantDescs.CD_Long),
            Map.entry(ConstantDescs.CD_float, ConstantDescs.CD_Float),
            Map.entry(ConstantDescs.CD_double, ConstantDescs.CD_Double));

    private Conversion() {}

    /// @param given what is on the stack
    /// @param known what is known of it, by the type arguments
    static void convert(CodeBuilder code, ClassDesc given, ClassDesc known, ClassDesc wanted) {
        if (given.isPrimitive()) {
            if (wanted.isPrimitive()) {
                widen(code, given, wanted);
            } else {
                box(code, given);
            }
        } else if (wanted.isPrimitive()) {
            var primitive = unboxed(known, wanted);
            code.checkcast(BOXES.get(primitive))
                    .invokevirtual(BOXES.get(primitive), primitive.displayName() + "Value", MethodTypeDesc.of(primitive));
            widen(code, primitive, wanted);
        } else {
            cast(code, given, wanted);
        }
    }

    static void convertReturned(CodeBuilder code, ClassDesc given, ClassDesc known, ClassDesc wanted) {
        if (!wanted.equals(CD_void)) {
            convert(code, given, known, wanted);
        } else if (TypeKind.from(given).slotSize() == 2) {
            code.pop2();
        } else if (!given.equals(CD_void)) {
            code.pop();
        }
    }

    static void cast(CodeBuilder code, ClassDesc given, ClassDesc wanted) {
        if (!wanted.isPrimitive() && !wanted.equals(CD_Object) && !wanted.equals(given)) {
            code.checkcast(wanted);
        }
    }

    private static ClassDesc unboxed(ClassDesc known, ClassDesc wanted) {
        return BOXES.entrySet().stream()
                .filter(box -> box.getValue().equals(known))
                .map(Entry::getKey)
                .findFirst()
                .orElse(wanted);
    }

    private static void widen(CodeBuilder code, ClassDesc from, ClassDesc to) {
        var source = TypeKind.from(from).asLoadable();
        var target = TypeKind.from(to).asLoadable();
        if (source != target) {
            code.conversion(source, target);
        }
    }

    private static void box(CodeBuilder code, ClassDesc primitive) {
        var box = BOXES.get(primitive);
        code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, primitive));
    }
}
