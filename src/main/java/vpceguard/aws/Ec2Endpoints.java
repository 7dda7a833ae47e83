package vpceguard.aws;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.ModifyVpcEndpointRequest;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import vpceguard.flow.Endpoints;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Step;

/// The endpoints of one account and Region, through the EC2 API.
public final class Ec2Endpoints implements Endpoints {
    /// Both occur (EC2 API reference, "Error codes").
    private static final Set<String> NOT_FOUND = Set.of("InvalidVpcEndpointId.NotFound", "InvalidVpcEndpoint.NotFound");
    /// Answers that may change by themselves, beside throttling and faults.
    private static final Set<String> PASSING = Set.of("IncorrectState", "RequestLimitExceeded");

    /// How EC2, which makes one change of an endpoint after the other, says that it is at one (users of its API report
    /// both; the second with `InvalidParameter`).
    private static final Set<String> UNDER_WAY = Set.of("OperationInProgress", "operation going on");

    /// Policies have up to 20 KB, so that a longer page may be on its way for longer than a call may take.
    private static final int PAGE = 200;

    /// However patient the client is: a write that comes later may come after the lease under which it is made.
    private static final Duration MODIFYING = Duration.ofSeconds(20);

    private final Ec2Client ec2;
    private final Patience patience;

    public Ec2Endpoints(Ec2Client ec2, Patience patience) {
        this.ec2 = ec2;
        this.patience = patience;
    }

    @Override
    public Optional<Endpoint> find(EndpointId id) {
        return findUntil(id, _ -> true);
    }

    @Override
    public Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected) {
        return patience.until(found -> found.filter(expected).isPresent(), () -> describe(id));
    }

    private Optional<Endpoint> describe(EndpointId id) {
        try {
            return ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(id.value())).vpcEndpoints().stream()
                    .findFirst()
                    .map(Ec2Endpoint::read);
        } catch (Ec2Exception e) {
            if (NOT_FOUND.contains(AwsError.of(e).code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Stream<Endpoint> all() {
        return Pages.<String, DescribeVpcEndpointsResponse, VpcEndpoint>of(
                        token -> ec2.describeVpcEndpoints(request -> {
                            request.maxResults(PAGE);
                            token.ifPresent(request::nextToken);
                        }),
                        page -> Pages.token(page.nextToken()),
                        page -> page.vpcEndpoints())
                .map(Ec2Endpoint::read);
    }

    @Override
    public Modification modify(EndpointId id, Step step) {
        var request = request(id, step);
        return patience.until(made -> !(made instanceof Modification.UnderWay), () -> modify(request));
    }

    private Modification modify(ModifyVpcEndpointRequest request) {
        try {
            return new Modification.Accepted(
                    ec2.modifyVpcEndpoint(request).responseMetadata().requestId());
        } catch (Ec2Exception e) {
            var error = AwsError.of(e);
            // Without a code it is not EC2 that refuses.
            if (e.statusCode() >= 500
                    || e.isThrottlingException()
                    || error.code().isEmpty()
                    || PASSING.contains(error.code())) {
                throw e;
            }
            var reason = error.code() + ": " + Quoted.whole(error.message());
            return UNDER_WAY.stream().anyMatch(reason::contains)
                    ? new Modification.UnderWay(reason)
                    : new Modification.Refused(reason);
        }
    }

    private static ModifyVpcEndpointRequest request(EndpointId id, Step step) {
        var request = ModifyVpcEndpointRequest.builder()
                .vpcEndpointId(id.value())
                .overrideConfiguration(settings -> settings.apiCallTimeout(MODIFYING));
        step.policy().ifPresent(request::policyDocument);
        request.removeSecurityGroupIds(some(step.removed().securityGroups()))
                .removeSubnetIds(some(step.removed().subnets()))
                .removeRouteTableIds(some(step.removed().routeTables()));
        set(request, step.restored());
        return request.build();
    }

    private static void set(ModifyVpcEndpointRequest.Builder request, NetworkSettings restored) {
        Attachments attachments = restored.attachments();
        request.addSecurityGroupIds(some(attachments.securityGroups()))
                .addSubnetIds(some(attachments.subnets()))
                .addRouteTableIds(some(attachments.routeTables()));
        restored.privateDns().ifPresent(request::privateDnsEnabled);
        restored.ipAddressType().ifPresent(request::ipAddressType);
        if (!restored.dnsOptions().isEmpty()) {
            request.dnsOptions(Ec2DnsOptions.write(restored.dnsOptions()));
        }
    }

    /// EC2's query protocol must not see a list that is empty.
    private static List<String> some(Set<String> ids) {
        return ids.stream().sorted().toList();
    }
}
