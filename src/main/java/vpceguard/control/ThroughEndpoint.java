package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vpceguard.json.Json;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// What is so in every request through an endpoint, as a policy that lets just such requests through. It judges, and
/// proves nothing: no repair rests on it.
///
/// Through an endpoint `aws:SourceIp` is absent, and the endpoint, its VPC, its account and organization are in the
/// request, as is `aws:VpcSourceIp`, an address of a kind that the endpoint has; a few keys are in every request,
/// anonymous ones included (IAM user guide, "AWS global condition context keys").
final class ThroughEndpoint {
    private static final List<String> ALWAYS_THERE = List.of(
            "aws:CurrentTime", "aws:EpochTime", "aws:PrincipalAccount", "aws:PrincipalType", "aws:SecureTransport");

    private final Set<String> named;
    private final List<Condition> conditions = new ArrayList<>();

    private ThroughEndpoint(Policy policy) {
        this.named = policy.statements().stream()
                .flatMap(statement -> statement.conditions().stream())
                .map(Condition::name)
                .collect(Collectors.toSet());
    }

    /// As far as the policy speaks of it.
    static Policy of(Subject subject, Policy policy) {
        var through = new ThroughEndpoint(policy);
        through.add("StringEquals", "aws:SourceVpce", subject.endpoint().id().value());
        through.add("StringEquals", "aws:SourceVpc", subject.endpoint().vpcId());
        through.add("StringEquals", "aws:VpceAccount", subject.account());
        // With more than one, it is not known which the account is in.
        if (subject.perimeter().organizations().size() == 1) {
            subject.perimeter().organizations().forEach(id -> through.add("StringEquals", "aws:VpceOrgID", id));
        }
        switch (subject.endpoint().network().ipAddressType().orElse("unknown")) {
            case "ipv4" -> through.add("IpAddress", "aws:VpcSourceIp", "0.0.0.0/0");
            case "ipv6" -> through.add("IpAddress", "aws:VpcSourceIp", "::/0");
            case "dualstack" -> through.add("IpAddress", "aws:VpcSourceIp", "0.0.0.0/0", "::/0");
            default -> through.add("Null", "aws:VpcSourceIp", "false");
        }
        through.add("Null", "aws:SourceIp", "true");
        ALWAYS_THERE.forEach(key -> through.add("Null", key, "false"));
        return through.policy();
    }

    private void add(String operator, String key, String... values) {
        var condition = new Condition(Operator.of(operator).orElseThrow(), key, List.of(values));
        if (named.contains(condition.name())) {
            conditions.add(condition);
        }
    }

    private Policy policy() {
        return new Policy(
                Optional.empty(),
                List.of(Statement.EVERYTHING.under(conditions)),
                Json.object().build());
    }
}
