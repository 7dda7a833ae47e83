package vpceguard.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The calls to all fakes of one world, numbered. Any one can be made to fail, before or after it took effect, as a
/// crash would.
final class Calls {
    private final List<String> names = new ArrayList<>();
    private int crashAt = -1;
    private boolean crashAfter;

    static final class Crash extends RuntimeException {}

    /// Asked before each call and after it took effect; may wait or throw.
    interface Gate {
        Gate OPEN = new Gate() {};

        default void before(String name) {}

        default void after(String name) {}
    }

    Gate gate = Gate.OPEN;

    List<String> names() {
        return names;
    }

    /// The next calls are numbered from 0; the one of that number throws.
    void crashAt(int call, boolean afterItTookEffect) {
        names.clear();
        crashAt = call;
        crashAfter = afterItTookEffect;
    }

    void run(String name, Runnable effect) {
        var _ = call(name, () -> {
            effect.run();
            return name;
        });
    }

    <T> T call(String name, Supplier<T> effect) {
        gate.before(name);
        boolean crash = names.size() == crashAt;
        names.add(name);
        if (crash && !crashAfter) {
            throw new Crash();
        }
        var result = effect.get();
        gate.after(name);
        if (crash) {
            throw new Crash();
        }
        return result;
    }
}
