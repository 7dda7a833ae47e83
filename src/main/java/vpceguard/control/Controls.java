package vpceguard.control;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.model.Endpoint;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.KnownControls;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;

/// The controls, in the order in which they are checked and told.
public final class Controls {
    public static final List<Control> ALL = List.of(
            new PolicyFullAccess(),
            new PolicyReset(),
            new PolicyBeyondTrustedIdentities(),
            new PolicyBeyondTrustedResources(),
            new PolicyBeyondServiceStatements(),
            new PolicyUnreadable(),
            new PolicyConditionWithoutEffect(),
            new PolicyNegatedAllow(),
            new PolicyOrphanedPrincipal(),
            new PolicyRootOnlyPrincipal(),
            new PolicyLocksEveryoneOut(),
            new PolicyNearSizeLimit(),
            new PolicyWidened(),
            new ServiceNotApproved(),
            new ServiceOwnerNotApproved(),
            new SecurityGroupNotApproved(),
            new SecurityGroupOpen(),
            new SubnetNotApproved(),
            new RouteTableNotApproved(),
            new PrivateDnsDisabled(),
            new NoRouteTable(),
            new SingleAvailabilityZone(),
            new NetworkSettingsChanged(),
            new RequiredTagsMissing(),
            new ActorNotApproved(),
            new EndpointMissing());

    private static final Map<String, Control> BY_ID =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Control::id, Function.identity()));

    /// Those that an endpoint is asked about, in the same order.
    static final List<EndpointControl> OF_ENDPOINTS = ALL.stream()
            .flatMap(control -> switch (control) {
                case EndpointControl ofEndpoints -> Stream.of(ofEndpoints);
                case EndpointMissing _ -> Stream.<EndpointControl>empty();
            })
            .toList();

    /// The one that asks for the rules of security groups.
    public static final String SECURITY_GROUP_OPEN = SecurityGroupOpen.ID;

    /// The one of `NETWORK` that only a call can raise.
    public static final String NETWORK_SETTINGS_CHANGED = NetworkSettingsChanged.ID;

    /// Those that ask for a tighter policy.
    public static final List<String> TIGHTENING = Stream.concat(
                    Stream.of("policy-full-access", "policy-reset"),
                    Arrays.stream(Clause.values()).map(Clause::controlId))
            .toList();

    /// Those that judge how an endpoint is connected. A pipeline of several calls is given time before they are asked:
    /// Terraform makes an endpoint with the default group and sets its groups with the next call.
    public static final Set<String> NETWORK = ALL.stream()
            .filter(control -> control.isAbout(Matter.NETWORK))
            .map(Control::id)
            .collect(Collectors.toUnmodifiableSet());

    private Controls() {}

    /// What a perimeter document may name.
    public static KnownControls known() {
        var ids = new LinkedHashSet<String>();
        ALL.forEach(control -> ids.add(control.id()));
        var quarantining = new LinkedHashSet<String>();
        ALL.stream().filter(Control::mayQuarantine).forEach(control -> quarantining.add(control.id()));
        return new KnownControls(ids, quarantining, new LinkedHashSet<>(TIGHTENING));
    }

    /// The perimeter as it is in force for one endpoint: what exempts it lowers a control's level, so that nothing is
    /// written for it.
    public static Perimeter on(Endpoint endpoint, Perimeter perimeter) {
        var within = perimeter;
        for (var control : ALL) {
            if (perimeter.exemption(control.id(), endpoint).isPresent()
                    && perimeter.level(control.id(), control.defaultLevel()).compareTo(Level.NOTIFY) > 0) {
                within = within.with(control.id(), Level.NOTIFY);
            }
        }
        return within;
    }

    /// The perimeter with each control at its level there or at that of another, whichever does less.
    public static Perimeter moreCareful(Perimeter perimeter, Perimeter other) {
        var careful = perimeter;
        for (var control : ALL) {
            var level = level(control.id(), other);
            if (level.compareTo(level(control.id(), perimeter)) < 0) {
                careful = careful.with(control.id(), level);
            }
        }
        return careful;
    }

    /// The level of a control in a perimeter.
    public static Level level(String controlId, Perimeter perimeter) {
        return perimeter.level(controlId, of(controlId).defaultLevel());
    }

    /// Whether a perimeter asks for a repair of what a control finds.
    public static boolean remediates(String controlId, Perimeter perimeter) {
        return level(controlId, perimeter) == Level.REMEDIATE;
    }

    /// Those that a perimeter has at `quarantine`.
    public static Stream<String> quarantining(Perimeter perimeter) {
        return ALL.stream()
                .filter(Control::mayQuarantine)
                .map(Control::id)
                .filter(controlId -> level(controlId, perimeter) == Level.QUARANTINE);
    }

    /// Whether a control is about that; one that is no more is about nothing.
    public static boolean isAbout(Matter matter, String controlId) {
        return Optional.ofNullable(BY_ID.get(controlId))
                .filter(control -> control.isAbout(matter))
                .isPresent();
    }

    /// Whether a security group is known to let in nobody but the endpoint's VPC and the approved clients.
    public static boolean isShut(String group, Subject subject) {
        return new SecurityGroupOpen().isShut(group, subject);
    }

    static Control of(String controlId) {
        return Optional.ofNullable(BY_ID.get(controlId))
                .orElseThrow(() -> new IllegalArgumentException("no such control: " + controlId));
    }
}
