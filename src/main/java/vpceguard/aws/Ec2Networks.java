package vpceguard.aws;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import vpceguard.flow.Networks;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkFacts;
import vpceguard.model.Vpc;

/// The network around endpoints, through the EC2 API. Filters are asked for instead of ids, since one id that is gone
/// would make EC2 refuse the whole question.
public final class Ec2Networks implements Networks {
    /// So many values may a filter have (EC2 user guide, "List and filter using the CLI and API").
    private static final int VALUES = 200;

    private static final int PAGE = 1000;

    /// The most that GetManagedPrefixListEntries gives at once.
    private static final int ENTRIES = 100;

    private final Ec2Client ec2;

    public Ec2Networks(Ec2Client ec2) {
        this.ec2 = ec2;
    }

    @Override
    public NetworkFacts of(Collection<Endpoint> endpoints) {
        var vpcs = batches(endpoints.stream().map(Endpoint::vpcId)).flatMap(ids -> vpcs(filter("vpc-id", ids)));
        var lists = new HashMap<String, Optional<Set<String>>>();
        Function<String, Optional<Set<String>>> cidrs = id -> lists.computeIfAbsent(id, this::cidrs);
        var groups = batches(endpoints.stream().map(Endpoint::securityGroups).flatMap(Set::stream))
                .flatMap(this::groups)
                .map(group -> Ec2SecurityGroup.read(group, cidrs));
        return NetworkFacts.of(vpcs.toList(), groups.toList());
    }

    @Override
    public List<Vpc> vpcs() {
        return vpcs(new Filter[0]).toList();
    }

    private Stream<SecurityGroup> groups(List<String> ids) {
        return Pages.<String, DescribeSecurityGroupsResponse, SecurityGroup>of(
                token -> ec2.describeSecurityGroups(request -> {
                    request.filters(filter("group-id", ids)).maxResults(PAGE);
                    token.ifPresent(request::nextToken);
                }),
                page -> Pages.token(page.nextToken()),
                page -> page.securityGroups());
    }

    private Stream<Vpc> vpcs(Filter... filters) {
        return Pages.<String, DescribeVpcsResponse, software.amazon.awssdk.services.ec2.model.Vpc>of(
                        token -> ec2.describeVpcs(request -> {
                            request.filters(filters).maxResults(PAGE);
                            token.ifPresent(request::nextToken);
                        }),
                        page -> Pages.token(page.nextToken()),
                        page -> page.vpcs())
                .map(Ec2Networks::read);
    }

    private static Vpc read(software.amazon.awssdk.services.ec2.model.Vpc vpc) {
        var cidrs = Stream.of(
                Stream.ofNullable(vpc.cidrBlock()),
                vpc.cidrBlockAssociationSet().stream()
                        .filter(of -> isHeld(of.cidrBlockState().stateAsString()))
                        .map(of -> of.cidrBlock()),
                vpc.ipv6CidrBlockAssociationSet().stream()
                        .filter(of -> isHeld(of.ipv6CidrBlockState().stateAsString()))
                        .map(of -> of.ipv6CidrBlock()));
        return new Vpc(
                vpc.vpcId(),
                Optional.ofNullable(vpc.ownerId()).orElse("unknown"),
                cidrs.flatMap(Function.identity()).collect(Collectors.toSet()));
    }

    /// A range that a VPC gave back, or never got, may be anybody's by now.
    private static boolean isHeld(String state) {
        return state.equals("associated") || state.equals("associating");
    }

    /// Empty if the list is not shown to this account: it was somebody else's and is no longer shared.
    private Optional<Set<String>> cidrs(String prefixList) {
        try {
            return Optional.of(Pages.<String, GetManagedPrefixListEntriesResponse, PrefixListEntry>of(
                            token -> ec2.getManagedPrefixListEntries(request -> {
                                request.prefixListId(prefixList).maxResults(ENTRIES);
                                token.ifPresent(request::nextToken);
                            }),
                            page -> Pages.token(page.nextToken()),
                            page -> page.entries())
                    .map(PrefixListEntry::cidr)
                    .collect(Collectors.toSet()));
        } catch (Ec2Exception e) {
            var code = AwsError.of(e).code();
            if (code.startsWith("InvalidPrefixList") || code.equals("UnauthorizedOperation")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Filter filter(String name, List<String> values) {
        return Filter.builder().name(name).values(values).build();
    }

    private static Stream<List<String>> batches(Stream<String> ids) {
        return ids.distinct().sorted().gather(Gatherers.windowFixed(VALUES));
    }
}
