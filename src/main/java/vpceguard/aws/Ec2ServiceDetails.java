package vpceguard.aws;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import vpceguard.flow.ServiceDetails;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;

/// Owner and policy support of services, asked from EC2 by name and type and remembered for an hour: lists in a program
/// would be out of date, since AWS adds support without notice. Only gateway endpoints are known beforehand: they lead
/// to three services of AWS, which all take policies (VPC guide, "Gateway endpoints").
public final class Ec2ServiceDetails implements ServiceDetails {
    private static final Duration HOLDS = Duration.ofHours(1);
    private static final int MOST = 200;
    private static final Set<String> GATEWAYS = Set.of("s3", "s3express", "dynamodb");
    private static final ServiceDetail GATEWAY = new ServiceDetail.Known(ServiceDetail.AMAZON, true, false);

    private final Ec2Client ec2;
    private final String region;
    private final Clock clock;
    private final Map<Key, Remembered> remembered = new LinkedHashMap<>();

    /// @param region the endpoints' own
    public Ec2ServiceDetails(Ec2Client ec2, String region, Clock clock) {
        this.ec2 = ec2;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public ServiceDetail of(Endpoint endpoint) {
        var key = key(endpoint);
        return known(key).orElseGet(() -> remember(key, ask(key)));
    }

    /// One call for all services of this Region that are not known yet; where EC2 refuses it for one name, each
    /// is asked for by itself later.
    @Override
    public void expect(Collection<Endpoint> endpoints) {
        var unknown = endpoints.stream()
                .map(this::key)
                .filter(key -> key.region().isEmpty() && !key.name().value().startsWith("arn:"))
                .filter(key -> !key.isGateway() && known(key).isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
        if (unknown.size() < 2) {
            return;
        }
        var names = unknown.stream().map(key -> key.name().value()).distinct().toList();
        try {
            var details = ec2.describeVpcEndpointServices(request -> request.serviceNames(names))
                    .serviceDetails();
            unknown.forEach(key -> details.stream()
                    .filter(detail -> key.name().value().equals(detail.serviceName()) && isOf(key, detail))
                    .findFirst()
                    .ifPresent(detail -> remember(key, known(detail))));
        } catch (Ec2Exception e) {
            if (!isInvalidName(e)) {
                throw e;
            }
        }
    }

    private Optional<ServiceDetail> known(Key key) {
        return Optional.ofNullable(remembered.get(key))
                .filter(answer -> clock.instant().isBefore(answer.at().plus(HOLDS)))
                .map(Remembered::detail);
    }

    private static boolean isOf(Key key, software.amazon.awssdk.services.ec2.model.ServiceDetail detail) {
        return detail.serviceType().stream().anyMatch(type -> key.type().name().equals(type.serviceTypeAsString()));
    }

    private static ServiceDetail known(software.amazon.awssdk.services.ec2.model.ServiceDetail detail) {
        return new ServiceDetail.Known(
                Optional.ofNullable(detail.owner()).orElse("unknown"),
                Boolean.TRUE.equals(detail.vpcEndpointPolicySupported()),
                !detail.privateDnsNames().isEmpty());
    }

    private static boolean isInvalidName(Ec2Exception e) {
        return AwsError.of(e).code().startsWith("InvalidServiceName");
    }

    private ServiceDetail remember(Key key, ServiceDetail detail) {
        if (detail instanceof ServiceDetail.Known) {
            if (remembered.size() >= MOST) {
                remembered.clear();
            }
            remembered.put(key, new Remembered(detail, clock.instant()));
        }
        return detail;
    }

    private ServiceDetail ask(Key key) {
        if (key.isGateway()) {
            return GATEWAY;
        }
        if (key.name().value().startsWith("arn:")) {
            return key.name()
                    .arnAccount()
                    .<ServiceDetail>map(account -> new ServiceDetail.Known(account, false, false))
                    .orElseGet(() ->
                            new ServiceDetail.Unknown("endpoints of type " + key.type() + " have no endpoint service"));
        }
        var request = DescribeVpcEndpointServicesRequest.builder()
                .serviceNames(key.name().value());
        key.region().ifPresent(request::serviceRegions);
        try {
            return ec2.describeVpcEndpointServices(request.build()).serviceDetails().stream()
                    .filter(detail -> isOf(key, detail))
                    .findFirst()
                    .map(Ec2ServiceDetails::known)
                    .orElseGet(() -> new ServiceDetail.Unknown("AWS shows no such service of type " + key.type()));
        } catch (Ec2Exception e) {
            if (isInvalidName(e)) {
                return new ServiceDetail.Unknown("AWS does not show the service to this account");
            }
            throw e;
        }
    }

    /// AWS shows the own Region for some services, and leaves it out for others.
    private Key key(Endpoint endpoint) {
        return new Key(
                endpoint.service(), endpoint.type(), endpoint.serviceRegion().filter(other -> !other.equals(region)));
    }

    private record Key(ServiceName name, EndpointType type, Optional<String> region) {
        boolean isGateway() {
            return type.isGateway() && GATEWAYS.contains(name.shortName());
        }
    }

    private record Remembered(ServiceDetail detail, Instant at) {}
}
