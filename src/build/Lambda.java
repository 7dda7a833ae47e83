import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// A lambda or method reference, as its site describes it to `LambdaMetafactory`.
///
/// @param face the interface
/// @param method name of its only abstract method
/// @param erased that method's type
/// @param instantiated its type at this site
/// @param captured what it holds, from the site's stack
/// @param body what it calls
record Lambda(
        ClassDesc face,
        String method,
        MethodTypeDesc erased,
        MethodTypeDesc instantiated,
        List<ClassDesc> captured,
        Body body) {

    /// What a lambda calls, with the receiver as first parameter where there is one.
    record Body(DirectMethodHandleDesc.Kind kind, ClassDesc owner, String name, MethodTypeDesc type, boolean isInterface) {
        List<ClassDesc> parameters() {
            var all = new ArrayList<ClassDesc>();
            if (hasReceiver()) {
                all.add(owner);
            }
            all.addAll(type.parameterList());
            return all;
        }

        ClassDesc returned() {
            return isNew() ? owner : type.returnType();
        }

        boolean isNew() {
            return kind == DirectMethodHandleDesc.Kind.CONSTRUCTOR;
        }

        private boolean hasReceiver() {
            return !isNew()
                    && kind != DirectMethodHandleDesc.Kind.STATIC
                    && kind != DirectMethodHandleDesc.Kind.INTERFACE_STATIC;
        }

        /// With the parameters on the stack; a new object is there already, twice.
        void call(CodeBuilder code) {
            switch (kind) {
                case STATIC, INTERFACE_STATIC -> code.invokestatic(owner, name, type, isInterface);
                case VIRTUAL -> code.invokevirtual(owner, name, type);
                case INTERFACE_VIRTUAL -> code.invokeinterface(owner, name, type);
                case SPECIAL, INTERFACE_SPECIAL, CONSTRUCTOR -> code.invokespecial(owner, name, type, isInterface);
                default -> throw new IllegalStateException("a lambda that calls " + this);
            }
        }
    }

    static Lambda of(InvokeDynamicInstruction site, Prelinking.Host host, Library library) {
        var handle = (DirectMethodHandleDesc) site.bootstrapArgs().get(1);
        var body = new Body(
                handle.kind(),
                handle.owner(),
                handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR ? "<init>" : handle.methodName(),
                MethodTypeDesc.ofDescriptor(handle.lookupDescriptor()),
                handle.isOwnerInterface());
        return new Lambda(
                site.typeSymbol().returnType(),
                site.name().stringValue(),
                (MethodTypeDesc) site.bootstrapArgs().get(0),
                (MethodTypeDesc) site.bootstrapArgs().get(2),
                site.typeSymbol().parameterList(),
                reachable(body, host, library));
    }

    /// The body if a class of the package may call it, else a static method of the host that does.
    private static Body reachable(Body body, Prelinking.Host host, Library library) {
        if (body.kind() != DirectMethodHandleDesc.Kind.SPECIAL
                && body.kind() != DirectMethodHandleDesc.Kind.INTERFACE_SPECIAL
                && library.isOpen(body.owner(), body.name(), body.type().descriptorString(), host.name)) {
            return body;
        }
        if (body.owner().equals(host.name) && (body.kind() == DirectMethodHandleDesc.Kind.STATIC
                || body.kind() == DirectMethodHandleDesc.Kind.INTERFACE_STATIC)) {
            host.open(body.name(), body.type());
            return body;
        }
        var parameters = body.parameters();
        // A method of `super` is called on the host itself; one of a nested class, on an object of that.
        if (body.kind() == DirectMethodHandleDesc.Kind.SPECIAL
                || body.kind() == DirectMethodHandleDesc.Kind.INTERFACE_SPECIAL) {
            parameters.set(0, host.name);
        }
        var bridge = host.add(
                "bridge$" + host.methodsAdded(), MethodTypeDesc.of(body.returned(), parameters), code -> {
                    if (body.isNew()) {
                        code.new_(body.owner()).dup();
                    }
                    int slot = 0;
                    for (var parameter : parameters) {
                        code.loadLocal(TypeKind.from(parameter), slot);
                        slot += TypeKind.from(parameter).slotSize();
                    }
                    body.call(code);
                    code.return_(TypeKind.from(body.returned()));
                });
        return new Body(
                host.isInterface() ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC : DirectMethodHandleDesc.Kind.STATIC,
                bridge.owner(),
                bridge.name(),
                bridge.type(),
                bridge.isInterface());
    }

    /// Lambdas with the same become one class.
    String group() {
        return face.packageName().equals("java.util.function")
                ? face.packageName()
                : face.descriptorString() + method + erased.descriptorString();
    }
}
