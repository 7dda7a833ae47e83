package vpceguard.policy.smt;

import com.microsoft.z3.Context;
import com.microsoft.z3.Status;

/// The solver Z3, asked one question at a time.
public final class Solver {
    /// Steps, by Z3's count: some two seconds on an idle machine, and as many on a busy one.
    private static final int MOST_STEPS = 4_000_000;

    private Solver() {}

    /// What it says of a text in so many steps: `UNSATISFIABLE`, `SATISFIABLE`, or `UNKNOWN`.
    public static Status check(String text) {
        try (var context = new Context()) {
            var solver = context.mkSolver();
            var parameters = context.mkParams();
            parameters.add("rlimit", MOST_STEPS);
            solver.setParameters(parameters);
            solver.add(context.parseSMTLIB2String(text, null, null, null, null));
            return solver.check();
        }
    }
}
