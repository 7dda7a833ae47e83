import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ConstantInstruction.ArgumentConstantInstruction;
import java.util.concurrent.atomic.AtomicInteger;

/// The HTTP client copies its native half out of the package a kilobyte at a time, which is 12,000 system calls of each
/// cold start. Here it copies 32 at a time, and nothing else of it changes.
final class CopyBuffer {
    static final String CLASS = "software/amazon/awssdk/crt/internal/ExtractLib.class";

    private static final int WAS = 1024;
    private static final int IS = 32_767;

    private CopyBuffer() {}

    /// @param bytes the class of that name in the library
    static byte[] enlarged(byte[] bytes, Library library) {
        var found = new AtomicInteger();
        CodeTransform larger = (builder, element) -> {
            if (element instanceof ArgumentConstantInstruction constant && constant.constantValue() == WAS) {
                found.incrementAndGet();
                builder.loadConstant(IS);
            } else {
                builder.with(element);
            }
        };
        var classFile = library.classFile();
        var changed = classFile.transformClass(classFile.parse(bytes), ClassTransform.transformingMethodBodies(larger));
        var errors = classFile.verify(changed);
        if (found.get() != 1 || !errors.isEmpty()) {
            throw new IllegalStateException(CLASS + " holds " + WAS + " " + found + " times, not once, or would not load: " + errors);
        }
        return changed;
    }
}
