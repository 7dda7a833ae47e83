package vpceguard.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One action that one function may call, as the template says.
///
/// @param function its logical id
/// @param policy logical id of the policy that says so
/// @param resources logical ids of what it is allowed on; empty if these are none of the stack's
/// @param isAlways whether it does not hang on a parameter
public record Right(String function, String policy, String action, Set<String> resources, boolean isAlways) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    /// The rights of all functions, by the policies that are put on their roles.
    public static List<Right> of(Template template) {
        return template.resources("AWS::Serverless::Function").stream()
                .flatMap(function -> template.resources("AWS::IAM::Policy").stream()
                        .filter(policy -> roles(template, policy).contains(role(template, function)))
                        .flatMap(policy -> of(template, function, policy)))
                .toList();
    }

    /// The logical id of a function's role.
    public static String role(Template template, String function) {
        return String.valueOf(template.at("Resources", function, "Properties", "Role"))
                .replace(".Arn", "");
    }

    static List<String> roles(Template template, String policy) {
        return Template.strings(template.at("Resources", policy, "Properties", "Roles"))
                .toList();
    }

    /// The statements of a policy.
    static Stream<Template> statements(Template template, String policy) {
        return ((List<?>) template.at("Resources", policy, "Properties", "PolicyDocument", "Statement"))
                .stream().map(statement -> new Template((Map<?, ?>) statement));
    }

    private static Stream<Right> of(Template template, String function, String policy) {
        return statements(template, policy)
                .flatMap(statement -> Template.strings(statement.at("Action"))
                        .map(action -> new Right(
                                function,
                                policy,
                                action,
                                named(template, statement.at("Resource")),
                                !template.isConditional(policy))));
    }

    private static Set<String> named(Template template, Object resource) {
        Predicate<String> isResource = template.resources()::contains;
        return Template.strings(resource)
                .flatMap(text -> WORD.matcher(text).results().map(match -> match.group()))
                .filter(isResource)
                .collect(Collectors.toSet());
    }

    /// Whether it is the right to that call.
    ///
    /// @param arn of what the call is about, where that is known; CloudFormation's name holds the logical id
    public boolean allows(String called, Optional<String> arn) {
        return action.equals(called)
                && (resources.isEmpty()
                        || arn.isEmpty()
                        || resources.stream().anyMatch(name -> arn.get().matches(".*[-/]" + name + "([-:].*|)")));
    }
}
