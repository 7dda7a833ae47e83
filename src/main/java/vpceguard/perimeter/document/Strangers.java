package vpceguard.perimeter.document;

import java.util.List;
import java.util.regex.Pattern;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Conditions;
import vpceguard.policy.Operator;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;

/// What a statement lets strangers do with what is theirs: the hole that `also` must not be by oversight.
final class Strangers {
    private static final Pattern EVERY_CALL = Pattern.compile("(?:[^:]*:)?[*]+");

    private static final int PARTS_OF_AN_ARN = 6;

    private Strangers() {}

    /// Whether strangers may make every call, or calls that a condition seems to keep them from, on whatever they own.
    static boolean passFreely(Statement statement) {
        return isEverybodys(statement.resources())
                && (statement.conditions().isEmpty()
                        ? isEveryCall(statement.actions())
                        : statement.conditions().stream().noneMatch(Strangers::keepsOut));
    }

    private static boolean isEveryCall(Actions actions) {
        return switch (actions) {
            case Actions.Only(var patterns) ->
                patterns.stream()
                        .anyMatch(pattern -> EVERY_CALL.matcher(pattern).matches());
            case Actions.AllExcept _ -> true;
        };
    }

    private static boolean isEverybodys(Resources resources) {
        return switch (resources) {
            case Resources.Only(var patterns) -> patterns.stream().anyMatch(Strangers::isEverybodys);
            case Resources.AllExcept _, Resources.Absent _ -> true;
        };
    }

    /// Whether somebody can make a resource that it means: it leaves the account open, or the name where there is none.
    private static boolean isEverybodys(String resource) {
        var parts = resource.split(":", PARTS_OF_AN_ARN);
        if (parts.length < PARTS_OF_AN_ARN) {
            return true;
        }
        return parts[4].isEmpty() ? isOpen(parts[5].substring(0, Math.min(1, parts[5].length()))) : isOpen(parts[4]);
    }

    private static boolean isOpen(String pattern) {
        return pattern.contains("*") || pattern.contains("?");
    }

    /// A stranger comes without the key, as who signs nothing does, or with a value of his own. From where he comes is
    /// no matter: who uses the endpoint is in its VPC.
    private static boolean keepsOut(Condition condition) {
        var operator = condition.operator();
        return !operator.negated()
                && operator.test() != Operator.Test.NULL
                && !ConditionKeys.isOfCircumstances(condition.name())
                && !condition.patterns().contains(Request.ANONYMOUS)
                && Conditions.holds(condition, List.of(), _ -> Truth.TRUE) == Truth.FALSE
                && !(operator.test() == Operator.Test.BOOL
                        && condition.patterns().stream().anyMatch("false"::equalsIgnoreCase));
    }
}
