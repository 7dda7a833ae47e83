package vpceguard.event;

import java.util.Optional;
import java.util.regex.Pattern;

/// Who made a call, as far as CloudTrail says so; every part may be missing.
///
/// @param type such as `IAMUser`, `AssumedRole`, `Root`, `AWSService`
/// @param arn the user's or the session's ARN
/// @param roleArn the role behind a session (`sessionContext.sessionIssuer.arn`)
/// @param invokedBy the AWS service that made the call for somebody, such as `cloudformation.amazonaws.com`
public record Actor(
        Optional<String> type,
        Optional<String> arn,
        Optional<String> principalId,
        Optional<String> roleArn,
        Optional<String> invokedBy,
        Optional<String> sourceAddress,
        Optional<String> userAgent) {
    /// A path of anybody's may hold colons, but none begins like these: IAM keeps that beginning for AWS services.
    private static final Pattern SERVICE_LINKED = Pattern.compile("arn:[^:]+:iam::[0-9]{12}:role/aws-service-role/.+");

    /// Of whom nothing else is known.
    public static Actor of(Optional<String> type, Optional<String> arn, Optional<String> principalId) {
        return new Actor(
                type, arn, principalId, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The best name that the record gives, not escaped.
    public String name() {
        return arn.or(() -> roleArn).or(() -> invokedBy).or(() -> principalId).orElse("unknown");
    }

    /// Whether the caller says that it is a deployment of this guard. Anybody can say so: nothing but a notice may
    /// follow from it.
    public boolean saysItIsGuard() {
        return userAgent.filter(agent -> agent.contains("app/vpce-guard")).isPresent();
    }

    /// Whether the session belongs to a service-linked role, which only an AWS service can use.
    public boolean isServiceLinked() {
        return roleArn.filter(role -> SERVICE_LINKED.matcher(role).matches()).isPresent();
    }
}
