package vpceguard.policy;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vpceguard.model.EndpointType;

/// AWS's rules for the text of an endpoint policy (AWS PrivateLink guide, "Control access to VPC endpoints using
/// endpoint policies"). AWS enforces some of them since July 2024 only, so what stands in old policies may break them.
public final class WritingRules {
    private static final Set<String> SYSTEM_GENERATED = Set.of(
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:resourceaccount",
            "aws:resourceorgid",
            "aws:sourceaccount",
            "aws:sourceorgid",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:userid",
            "aws:vpceaccount",
            "aws:vpceorgid");

    private static final Pattern ARN_ACCOUNT = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:([^:]*)(?::.*)?");
    private static final int LITERALS_BESIDE_WILDCARD = 6;

    private WritingRules() {}

    /// What AWS would refuse in a policy, or nothing. Statements that an old policy has too are left to AWS: it took
    /// them once.
    public static Optional<String> fault(Policy policy, Policy old, EndpointType type) {
        var length = policy.text().length();
        if (length > Policy.LONGEST) {
            return Optional.of("it has " + length + " characters, AWS accepts " + Policy.LONGEST);
        }
        var kept = old.statements().stream().map(Statement::source).collect(Collectors.toSet());
        return policy.statements().stream()
                .filter(statement -> !kept.contains(statement.source()))
                .flatMap(statement -> fault(statement, policy, type).stream())
                .findFirst();
    }

    private static Optional<String> fault(Statement statement, Policy policy, EndpointType type) {
        if (statement.principals() instanceof Principals.Absent) {
            return Optional.of("a statement has no Principal");
        }
        if (type.isGateway()
                && !statement.principals().principals().stream().allMatch(Principals.Principal::isAnyone)) {
            return Optional.of("a statement of a gateway endpoint's policy names a principal, only \"*\" is allowed");
        }
        if (!policy.hasVariables() && statement.source().toString().contains("${")) {
            return Optional.of("a statement holds a variable, and the policy's version has none");
        }
        return statement.conditions().stream()
                .flatMap(condition ->
                        condition.patterns().stream().flatMap(pattern -> fault(condition, pattern).stream()))
                .findFirst()
                .or(() -> statement.resources().patterns().stream()
                        .filter(WritingRules::mixesAccount)
                        .map(_ -> "an ARN has a wildcard beside digits of the account")
                        .findFirst());
    }

    private static Optional<String> fault(Condition condition, String pattern) {
        var test = condition.operator().test();
        var wild = Comparison.hasWildcards(test) && Glob.hasWildcard(pattern);
        if (SYSTEM_GENERATED.contains(condition.name()) && (wild || test.type() == Operator.Type.NUMBER)) {
            return Optional.of(condition.key() + " holds an id of AWS's, and takes no wildcards or numeric operators");
        }
        if (wild && test == Operator.Test.STRING_LIKE && !hasLiterals(pattern)) {
            return Optional.of("a wildcard has fewer than " + LITERALS_BESIDE_WILDCARD + " characters beside it");
        }
        return mixesAccount(pattern)
                ? Optional.of("an ARN has a wildcard beside digits of the account")
                : Optional.empty();
    }

    /// "At least six consecutive characters before or after each wildcard character."
    private static boolean hasLiterals(String pattern) {
        var runs = pattern.split("[*?]", -1);
        for (int i = 0; i + 1 < runs.length; i++) {
            if (runs[i].length() < LITERALS_BESIDE_WILDCARD && runs[i + 1].length() < LITERALS_BESIDE_WILDCARD) {
                return false;
            }
        }
        return true;
    }

    /// "The account portion of the ARN can include an account ID or a wildcard character, but not both."
    private static boolean mixesAccount(String pattern) {
        var arn = ARN_ACCOUNT.matcher(pattern);
        return arn.matches()
                && Glob.hasWildcard(arn.group(1))
                && arn.group(1).chars().anyMatch(Character::isDigit);
    }
}
