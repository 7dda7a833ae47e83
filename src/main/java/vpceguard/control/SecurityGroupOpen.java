package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vpceguard.json.Quoted;
import vpceguard.model.NetworkFacts;
import vpceguard.model.SecurityGroup;
import vpceguard.model.SecurityGroup.Source;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds security groups that let more addresses reach an endpoint than the VPC's and its clients': whoever
/// reaches its addresses may call through it. Every port counts, since AWS does not say on which ports a
/// service answers. Endpoints answer on TCP and UDP alone.
///
/// A rule whose source is a security group names machines, in this VPC or a connected one, and is no
/// opening.
final class SecurityGroupOpen extends EndpointControl {
    static final String ID = "security-group-open";

    private static final Set<String> REACHING = Set.of("tcp", "udp", "-1");
    private static final int NAMED = 3;

    SecurityGroupOpen() {
        super(
                ID,
                "the endpoint can be reached from more than its VPC and the approved clients",
                Level.NOTIFY,
                Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        if (subject.endpoint().securityGroups().isEmpty()) {
            return new ControlResult.NotApplicable("the endpoint has no security groups");
        }
        return subject.network()
                .map(facts -> check(subject, facts))
                .orElse(new ControlResult.NotApplicable("the rules of the endpoint's security groups were not read"));
    }

    private ControlResult check(Subject subject, NetworkFacts facts) {
        var vpc = facts.vpc(subject.endpoint().vpcId());
        if (vpc.isEmpty()) {
            return new ControlResult.InsufficientData("AWS does not show the VPC "
                    + Quoted.of(subject.endpoint().vpcId()) + ", so its addresses are not known");
        }
        var reach = Reach.of(vpc.get(), subject.perimeter().network());
        var findings = new ArrayList<Finding>();
        var unknown = new ArrayList<String>();
        for (var id : new TreeSet<>(subject.endpoint().securityGroups())) {
            facts.group(id).ifPresentOrElse(group -> findings.addAll(findings(group, reach)), () -> unknown.add(id));
            facts.group(id).stream().flatMap(SecurityGroupOpen::unreadLists).forEach(unknown::add);
        }
        return findings.isEmpty() && !unknown.isEmpty()
                ? new ControlResult.InsufficientData(
                        "AWS does not show who is let in by " + Quoted.of(unknown.getFirst()))
                : ControlResult.found(findings);
    }

    boolean isShut(String id, Subject subject) {
        return subject.network().stream()
                .flatMap(facts -> facts
                        .vpc(subject.endpoint().vpcId())
                        .map(vpc -> Reach.of(vpc, subject.perimeter().network()))
                        .flatMap(reach -> facts.group(id)
                                .filter(group -> unreadLists(group).findAny().isEmpty())
                                .filter(group -> findings(group, reach).isEmpty()))
                        .stream())
                .findAny()
                .isPresent();
    }

    private List<Finding> findings(SecurityGroup group, Reach reach) {
        var findings = new ArrayList<Finding>();
        if (group.isDefault()) {
            findings.add(finding(
                    Severity.MEDIUM,
                    Quoted.of(group.id()) + " is the VPC's default group, which everything has that was given no other;"
                            + " give the endpoint a group of its own",
                    new Evidence("/Groups", group.id(), "a group of the endpoint's own")));
        }
        var open = sources(group)
                .flatMap(SecurityGroupOpen::ranges)
                .distinct()
                .filter(cidr -> !reach.covers(cidr))
                .sorted()
                .toList();
        if (!open.isEmpty()) {
            findings.add(finding(
                    Severity.MEDIUM,
                    Quoted.of(group.id()) + " lets in " + named(open)
                            + ", more than the VPC and the approved clients; narrow its rules, give the endpoint another"
                            + " group, or approve the addresses",
                    new Evidence("/Groups", group.id(), "a group that lets in the VPC and approved clients alone")));
        }
        return findings;
    }

    private static Stream<Source> sources(SecurityGroup group) {
        return group.inbound().stream()
                .filter(rule -> REACHING.contains(rule.protocol()))
                .map(SecurityGroup.Inbound::source);
    }

    private static Stream<String> ranges(Source source) {
        return switch (source) {
            case Source.Range(var cidr) -> Stream.of(cidr);
            case Source.PrefixList(var _, var cidrs) -> cidrs.stream().flatMap(Set::stream);
            case Source.Group _ -> Stream.empty();
        };
    }

    private static Stream<String> unreadLists(SecurityGroup group) {
        return sources(group)
                .filter(source -> source instanceof Source.PrefixList(var _, var cidrs) && cidrs.isEmpty())
                .map(source -> ((Source.PrefixList) source).id());
    }

    private static String named(List<String> cidrs) {
        var some = cidrs.stream().limit(NAMED).map(Quoted::of).toList();
        return String.join(", ", some)
                + (cidrs.size() > NAMED ? " and " + (cidrs.size() - NAMED) + " more ranges" : "");
    }
}
