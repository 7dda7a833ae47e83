package vpceguard.perimeter.document;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import vpceguard.model.Arn;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Conditions;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;

/// Finds `also` statements that would let strangers make every call on resources of strangers, which hardly
/// anybody means.
final class Strangers {
    private static final Pattern EVERY_CALL = Pattern.compile("(?:[^:]*:)?[*]+");

    /// Services whose resources have names that nobody chooses, so that each is somebody's own in whatever account.
    private static final Set<String> AWS_NAMES_THEIRS = Set.of("execute-api");

    private Strangers() {}

    /// Whether strangers may make every call on whatever they own, or such as a condition seems to keep them from.
    ///
    /// What keeps none of them out is as if it were not there: a statement is not refused for being narrower.
    static boolean passFreely(Statement statement) {
        return isEverybodys(statement.resources())
                && statement.conditions().stream().noneMatch(Strangers::keepsOut)
                && (isEveryCall(statement.actions())
                        || statement.conditions().stream().anyMatch(Strangers::seemsToKeepOut));
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

    /// Whether somebody can make a resource that it means: it leaves the account open, and the name where that
    /// has one owner.
    private static boolean isEverybodys(String resource) {
        return Arn.of(resource).map(Strangers::isEverybodys).orElse(true);
    }

    private static boolean isEverybodys(Arn resource) {
        var account = resource.account();
        boolean isOfAnyAccount = account.isEmpty() || Glob.hasWildcard(account);
        boolean hasOneOwner = account.isEmpty() || AWS_NAMES_THEIRS.contains(resource.service());
        return isOfAnyAccount && !(hasOneOwner && isNamed(resource.resource()));
    }

    private static boolean isNamed(String name) {
        return !Glob.hasWildcard(name.substring(0, Math.min(1, name.length())));
    }

    /// A stranger comes without the key, as who signs nothing does, or with a value of his own. From where he comes is
    /// no matter: who uses the endpoint is in its VPC.
    private static boolean keepsOut(Condition condition) {
        return namesWhoPasses(condition)
                && condition.operator().test() != Operator.Test.NULL
                && !ConditionKeys.isOfCircumstances(condition.name())
                && !condition.patterns().contains(Request.ANONYMOUS)
                && Conditions.holds(condition, List.of(), _ -> Truth.TRUE) == Truth.FALSE;
    }

    /// Whether it names whom or what it is for, and holds for whoever comes without the key, or with any value.
    private static boolean seemsToKeepOut(Condition condition) {
        return namesWhoPasses(condition)
                && ConditionKeys.isOfCallersOrResources(condition.name())
                && (condition.operator().test() == Operator.Test.NULL
                        || Conditions.holds(condition, List.of(), _ -> Truth.TRUE) != Truth.FALSE);
    }

    /// And not who is kept out, which leaves all the others.
    private static boolean namesWhoPasses(Condition condition) {
        var operator = condition.operator();
        return !operator.negated()
                && !(operator.test() == Operator.Test.BOOL
                        && condition.patterns().stream().anyMatch("false"::equalsIgnoreCase));
    }
}
