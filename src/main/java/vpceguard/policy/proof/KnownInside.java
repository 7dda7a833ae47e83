package vpceguard.policy.proof;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vpceguard.policy.Canonical.CanonicalStatement;
import vpceguard.policy.Condition;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// Three ways to see at once, without reasoning about requests, that a policy lies inside a bound.
///
/// Each is sound for every reading of AWS's text, since it compares statements by content only. None is complete: an
/// empty answer means "not known", never "outside".
public final class KnownInside {
    private KnownInside() {}

    /// Why the policy lies inside the bound, or empty if that is not known.
    public static Optional<String> of(Policy policy, Bound bound) {
        var allows = policy.allows().toList();
        if (allows.isEmpty()) {
            return Optional.of("it allows nothing at all");
        }
        if (areAmong(bound.denies(), policy.denies().toList())) {
            return Optional.of("it denies all that lies outside");
        }
        if (bound.stops().isEmpty() && areAmong(allows, bound.allows())) {
            return Optional.of("each of its Allow statements is one of the ceiling's");
        }
        return Optional.empty();
    }

    private static boolean isAsWritten(Statement statement) {
        return statement.conditions().stream().noneMatch(Condition::respelled);
    }

    private static boolean areAmong(List<Statement> statements, List<Statement> others) {
        var contents = others.stream()
                .filter(KnownInside::isAsWritten)
                .map(CanonicalStatement::of)
                .collect(Collectors.toSet());
        return statements.stream()
                .allMatch(statement -> isAsWritten(statement) && contents.contains(CanonicalStatement.of(statement)));
    }
}
