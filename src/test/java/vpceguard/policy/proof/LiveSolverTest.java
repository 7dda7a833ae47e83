package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Status;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;
import vpceguard.policy.PolicyPairs;
import vpceguard.policy.smt.Smt;
import vpceguard.policy.smt.Solver;

/// Containment against a solver that reads the same question as text, written apart from our procedure.
class LiveSolverTest {
    private static final int FEW = 50;

    /// `-Dvpceguard.pairs=5000` asks for a night's worth.
    private static final int PAIRS = Integer.getInteger("vpceguard.pairs", FEW);

    private static final long SEED = Long.getLong("vpceguard.seed", 1);

    @Test
    void theSolverRefutesNoAnswer() {
        var pairs = new PolicyPairs(new Random(SEED));
        var refuted = new ArrayList<String>();
        var said = new EnumMap<Status, Integer>(Status.class);
        int open = 0;
        for (int i = 0; i < PAIRS; i++) {
            var pair = pairs.next();
            var type = i % 3 == 0 ? EndpointType.GATEWAY : EndpointType.INTERFACE;
            if (Smt.of(pair.getFirst(), pair.getLast(), type) instanceof Smt.Written(var text)) {
                var status = Solver.check(text);
                said.merge(status, 1, Integer::sum);
                var answer = Containment.of(pair.getFirst(), pair.getLast(), type);
                open += status != Status.UNKNOWN && answer instanceof Containment.Unknown ? 1 : 0;
                if (refutes(status, answer)) {
                    refuted.add(answer + "\n" + text);
                }
            }
        }
        var figures =
                "seed %d: %d pairs, the solver said %s, of which are open here %d".formatted(SEED, PAIRS, said, open);
        if (PAIRS > FEW) {
            // A night's figures are not asked for again to be seen.
            System.out.println(figures);
        }
        assertThat(refuted).as(figures).isEmpty();
        assertThat(said.getOrDefault(Status.SATISFIABLE, 0)).isGreaterThan(PAIRS / 5);
        assertThat(said.getOrDefault(Status.UNSATISFIABLE, 0)).isGreaterThan(PAIRS / 10);
        assertThat(open).as(figures).isLessThanOrEqualTo(PAIRS / 20);
    }

    private static boolean refutes(Status status, Containment answer) {
        return switch (answer) {
            case Containment.Contained() -> status == Status.SATISFIABLE;
            case Containment.NotContained _ -> status == Status.UNSATISFIABLE;
            case Containment.Unknown _ -> false;
        };
    }
}
