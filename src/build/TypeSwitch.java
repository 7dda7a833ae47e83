import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.util.Optional;
import java.util.function.Consumer;

/// A switch by patterns: the number of the first label from a given one on that a value is of.
final class TypeSwitch {
    private TypeSwitch() {}

    /// Nothing, where a label is other than a class.
    static Optional<Consumer<CodeBuilder>> of(InvokeDynamicInstruction site) {
        var labels = site.bootstrapArgs();
        if (!labels.stream().allMatch(label -> label instanceof ClassDesc of && of.isClassOrInterface())) {
            return Optional.empty();
        }
        return Optional.of(code -> {
            var isThere = code.newLabel();
            code.aload(0).ifnonnull(isThere).iconst_m1().ireturn().labelBinding(isThere);
            for (int i = 0; i < labels.size(); i++) {
                var next = code.newLabel();
                if (i > 0) {
                    code.iload(1).loadConstant(i).branch(Opcode.IF_ICMPGT, next);
                } else {
                    code.iload(1).branch(Opcode.IFGT, next);
                }
                code.aload(0)
                        .instanceOf((ClassDesc) labels.get(i))
                        .ifeq(next)
                        .loadConstant(i)
                        .ireturn()
                        .labelBinding(next);
            }
            code.loadConstant(labels.size()).ireturn();
        });
    }
}
