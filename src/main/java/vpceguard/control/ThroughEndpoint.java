package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vpceguard.json.Json;
import vpceguard.model.ServiceName;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;

/// The facts that hold in every request through an endpoint, written as a policy that lets just such
/// requests through. Only assessments use it: no repair rests on it.
///
/// Through an endpoint `aws:SourceIp` is absent. The endpoint, its VPC, its account and organization are in
/// the request, and so is `aws:VpcSourceIp`, an address of a kind that the endpoint has. A few keys are in
/// every request, also in anonymous ones (IAM user guide, "AWS global condition context keys").
final class ThroughEndpoint {
    private static final List<String> ALWAYS_THERE = List.of("aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport");

    /// Federated callers of AWS STS have no keys of a principal (IAM user guide, "Control access to AWS STS with VPC
    /// endpoint policies").
    private static final List<String> THERE_BUT_ON_STS = List.of("aws:PrincipalAccount", "aws:PrincipalType");

    private static final Actions OF_OTHERS = new Actions.AllExcept(List.of(Request.FEDERATED_CALLS));

    private final Set<String> named;
    private final Actions actions;
    private final List<Condition> conditions = new ArrayList<>();

    private ThroughEndpoint(ServiceName service, Policy policy) {
        this.actions = tellsCallsApart(service, List.of(policy)) ? OF_OTHERS : new Actions.Only(List.of("*"));
        this.named = policy.statements().stream()
                .flatMap(statement -> statement.conditions().stream())
                .map(Condition::name)
                .collect(Collectors.toSet());
    }

    /// As far as the policy speaks of it.
    static Policy of(Subject subject, Policy policy) {
        var through = new ThroughEndpoint(subject.ceiling().service(), policy);
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
        if (!isSts(subject.ceiling().service())) {
            THERE_BUT_ON_STS.forEach(key -> through.add("Null", key, "false"));
        }
        return policy(through.actions, through.conditions);
    }

    /// The policies, with one more where it matters which calls come to the service: federated callers come to AWS STS
    /// alone, so that elsewhere `{"AWS": "*"}` means as many as `"*"`.
    static List<Policy> calls(ServiceName service, List<Policy> policies, Policy within) {
        var all = new ArrayList<>(policies);
        all.add(within);
        if (!tellsCallsApart(service, all)) {
            return policies;
        }
        all.set(policies.size(), policy(OF_OTHERS, List.of()));
        return all;
    }

    private static boolean tellsCallsApart(ServiceName service, List<Policy> policies) {
        return !isSts(service)
                && policies.stream()
                        .flatMap(policy -> policy.statements().stream())
                        .anyMatch(statement -> statement.principals().nameAnyoneOfAws());
    }

    private static boolean isSts(ServiceName service) {
        return service.shortName().equals("sts");
    }

    private void add(String operator, String key, String... values) {
        var condition = new Condition(Operator.of(operator).orElseThrow(), key, List.of(values));
        if (named.contains(condition.name())) {
            conditions.add(condition);
        }
    }

    private static Policy policy(Actions actions, List<Condition> conditions) {
        var statement = Statement.EVERYTHING.on(actions).under(conditions);
        return new Policy(Optional.empty(), List.of(statement), Json.object().build());
    }
}
