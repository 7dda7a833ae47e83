package vpceguard.control;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds a call that removed or changed settings of the baseline. What a call adds is for other controls to
/// judge, and settings that it did not touch are not its doing.
final class NetworkSettingsChanged extends EndpointControl {
    static final String ID = "network-settings-changed";

    NetworkSettingsChanged() {
        super(ID, "the endpoint is connected otherwise than before", Level.OFF, Matter.NETWORK, Matter.CALL);
    }

    @Override
    public ControlResult check(Subject subject) {
        var touched = subject.change().flatMap(EndpointChange::altered);
        if (touched.isEmpty()) {
            return new ControlResult.NotApplicable("no call is known that changed the endpoint");
        }
        return subject.before()
                .baseline()
                .map(baseline -> check(
                        new Step(touched.get(), baseline, subject.endpoint().network())))
                .orElse(new ControlResult.NotApplicable("no network settings are known from before the change"));
    }

    private ControlResult check(Step step) {
        return ControlResult.found(Stream.of(
                        lost(step, "/Groups", Attachments::securityGroups),
                        lost(step, "/SubnetIds", Attachments::subnets),
                        lost(step, "/RouteTableIds", Attachments::routeTables),
                        changed(
                                step,
                                "PrivateDnsEnabled",
                                network -> network.privateDns().map(String::valueOf)),
                        changed(step, "DnsOptions", NetworkSettingsChanged::dnsOptions),
                        changed(step, "IpAddressType", NetworkSettings::ipAddressType),
                        addresses(step))
                .flatMap(Optional::stream)
                .toList());
    }

    private Optional<Finding> lost(Step step, String pointer, Function<Attachments, Set<String>> kind) {
        var before = kind.apply(step.before.attachments());
        var now = kind.apply(step.now.attachments());
        var lost = new TreeSet<>(kind.apply(step.removed()));
        lost.retainAll(before);
        lost.removeAll(now);
        return lost.isEmpty()
                ? Optional.empty()
                : found(pointer, "the call took " + text(lost) + " off the endpoint", text(now), text(before));
    }

    private Optional<Finding> changed(Step step, String member, Function<NetworkSettings, Optional<String>> setting) {
        var before = setting.apply(step.before);
        var now = setting.apply(step.now).orElse("none");
        return before.filter(known -> step.set(member) && !known.equals(now))
                .flatMap(known -> found(
                        "/" + member,
                        "the call changed " + member + " from " + Quoted.of(known) + " to " + Quoted.of(now),
                        now,
                        known));
    }

    /// DescribeVpcEndpoints shows no addresses, so that nothing is there to compare.
    private Optional<Finding> addresses(Step step) {
        return step.touched instanceof Touched.Members members
                        && members.others().contains("SubnetConfiguration")
                ? found(
                        "/SubnetConfiguration",
                        "the call set addresses of the endpoint in its subnets, which clients may know",
                        "set by the call",
                        "as before, which AWS does not show")
                : Optional.empty();
    }

    private Optional<Finding> found(String pointer, String what, String observed, String expected) {
        return Optional.of(
                finding(Severity.LOW, what + "; check that this is wanted", new Evidence(pointer, observed, expected)));
    }

    private static Optional<String> dnsOptions(NetworkSettings network) {
        return Optional.of(network.dnsOptions())
                .filter(options -> !options.isEmpty())
                .map(options -> new TreeMap<>(options).toString());
    }

    private static String text(Collection<String> ids) {
        return ids.isEmpty() ? "none" : String.join(", ", new TreeSet<>(ids));
    }

    /// What a call did to the settings that stood before it.
    private record Step(Touched touched, NetworkSettings before, NetworkSettings now) {
        Attachments removed() {
            return switch (touched) {
                case Touched.Everything _ -> before.attachments();
                case Touched.Members members -> members.removed();
            };
        }

        boolean set(String member) {
            return switch (touched) {
                case Touched.Everything _ -> true;
                case Touched.Members members -> members.others().contains(member);
            };
        }
    }
}
