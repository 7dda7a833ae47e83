package vpceguard.cli.doctor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import vpceguard.flow.PerimeterText;
import vpceguard.perimeter.Membership;

/// All the checks, in the order in which an event goes through the stack.
public final class Checkup {
    private final List<Check> checks;

    public Checkup(Instant now, Function<String, Optional<PerimeterText>> texts, Supplier<Membership> membership) {
        checks = List.of(
                new StackCheck(),
                new TrailCheck(),
                new RulesCheck(),
                new EventsCheck(now),
                new RightsCheck(),
                new PerimeterCheck(now, texts, membership),
                new TopicCheck(),
                new QueuesCheck(),
                new SweepCheck(now));
    }

    public List<Sign> signs(DeployedStack stack, Questions aws) {
        return checks.stream()
                .flatMap(check -> check.signs(stack, aws).stream())
                .toList();
    }
}
