package vpceguard.policy.proof;

import com.microsoft.z3.Context;
import com.microsoft.z3.Status;

/// The solver Z3, asked one question at a time.
final class Solver {
    private static final int MILLISECONDS = 2_000;

    private Solver() {}

    /// What it says of a text in two seconds: `UNSATISFIABLE`, `SATISFIABLE`, or `UNKNOWN`.
    static Status check(String text) {
        try (var context = new Context()) {
            var solver = context.mkSolver();
            var parameters = context.mkParams();
            parameters.add("timeout", MILLISECONDS);
            solver.setParameters(parameters);
            solver.add(context.parseSMTLIB2String(text, null, null, null, null));
            return solver.check();
        }
    }
}
