package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.AddPrefixListEntry;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.sns.SnsClient;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.SecurityGroup.Inbound;
import vpceguard.model.SecurityGroup.Source;
import vpceguard.model.ServiceName;
import vpceguard.model.Vpc;

/// What each adapter must do on whatever speaks AWS's protocols.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
abstract class AdapterCases {

    private Ec2Client ec2;

    abstract <B extends SdkSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder);

    @BeforeAll
    void prepare() {
        ec2 = client(Ec2Client.builder());
    }

    @Test
    void anEndpointIsReadAsEc2ShowsIt() {
        var endpoints = new Ec2Endpoints(ec2, Patience.USUAL);
        var id = new EndpointId(s3Endpoint());

        var found = endpoints.find(id).orElseThrow();

        assertThat(found.type()).isEqualTo(EndpointType.GATEWAY);
        assertThat(found.state().name()).isEqualTo("available");
        assertThat(found.service().shortName()).isEqualTo("s3");
        assertThat(found.policy()).isPresent();
        assertThat(endpoints.all()).extracting(Endpoint::id).contains(id);
    }

    @Test
    void anEndpointThatIsNotThereIsAnAnswerAfterSomePatience() {
        var endpoints = new Ec2Endpoints(ec2, new Patience(List.of(Duration.ofMillis(1), Duration.ofMillis(1))));

        assertThat(endpoints.find(new EndpointId("vpce-00000000000000000"))).isEmpty();
    }

    @Test
    void theNetworkAroundAnEndpointIsReadWithItsPrefixLists() {
        var vpc = vpc("10.1.0.0/16");
        ec2.associateVpcCidrBlock(request -> request.vpcId(vpc).cidrBlock("10.2.0.0/16"));
        var list = prefixList("10.9.0.0/16");
        var group = group(vpc, "endpoints");
        var clients = IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(443)
                .toPort(443)
                .ipRanges(IpRange.builder().cidrIp("10.1.0.0/16").build())
                .ipv6Ranges(Ipv6Range.builder().cidrIpv6("::/0").build())
                .prefixListIds(PrefixListId.builder().prefixListId(list).build());
        var machines = IpPermission.builder()
                .ipProtocol("-1")
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build());
        ec2.authorizeSecurityGroupIngress(
                request -> request.groupId(group).ipPermissions(clients.build(), machines.build()));

        var facts = new Ec2Networks(ec2).of(List.of(endpoint(vpc, Set.of(group, "sg-00000000000000000"))));

        assertThat(facts.vpcs().keySet()).containsExactly(vpc);
        assertThat(facts.vpc(vpc).orElseThrow().cidrBlocks()).containsExactlyInAnyOrder("10.1.0.0/16", "10.2.0.0/16");
        assertThat(facts.groups().keySet()).containsExactly(group);
        assertThat(facts.group(group).orElseThrow().inbound())
                .containsExactlyInAnyOrder(
                        new Inbound("tcp", new Source.Range("10.1.0.0/16")),
                        new Inbound("tcp", new Source.Range("::/0")),
                        new Inbound("tcp", new Source.PrefixList(list, Optional.of(Set.of("10.9.0.0/16")))),
                        new Inbound("-1", new Source.Group(group)));
    }

    @Test
    void theNetworkAroundManyEndpointsIsReadInBatches() {
        var vpc = vpc("10.3.0.0/16");
        var groups = IntStream.range(0, 250)
                .mapToObj(i -> group(vpc, "endpoints-" + i))
                .collect(Collectors.toSet());

        var facts = new Ec2Networks(ec2)
                .of(groups.stream().map(id -> endpoint(vpc, Set.of(id))).toList());

        assertThat(facts.groups().keySet()).isEqualTo(groups);
    }

    @Test
    void aVpcHasADefaultGroupAndAnOwner() {
        var vpc = vpc("10.4.0.0/16");
        var networks = new Ec2Networks(ec2);
        var ofVpc = Filter.builder().name("vpc-id").values(vpc).build();
        var group = ec2.describeSecurityGroups(request -> request.filters(ofVpc))
                .securityGroups()
                .getFirst();

        assertThat(networks.vpcs())
                .filteredOn(one -> one.id().equals(vpc))
                .extracting(Vpc::owner)
                .containsExactly(group.ownerId());
        assertThat(networks.of(List.of(endpoint(vpc, Set.of(group.groupId()))))
                        .group(group.groupId())
                        .orElseThrow()
                        .isDefault())
                .isTrue();
    }

    @Test
    void theJournalKeepsEntriesInOrder() {
        var logs = client(CloudWatchLogsClient.builder());
        logs.createLogGroup(request -> request.logGroupName("journal"));
        logs.createLogStream(request -> request.logGroupName("journal").logStreamName("journal"));
        var journal = new LogsJournal(logs, "journal", "journal", System.out, Clock.systemUTC());

        journal.append(List.of(
                Json.object().put("step", "one").build(),
                Json.object().put("step", "two").build()));

        assertThat(logs.getLogEvents(request -> request.logGroupName("journal")
                                .logStreamName("journal")
                                .startFromHead(true))
                        .events())
                .extracting(event -> event.message())
                .containsExactly("{\"step\":\"one\"}", "{\"step\":\"two\"}");
    }

    @Test
    void aTopicTakesANotice() {
        var sns = client(SnsClient.builder());
        var topic = sns.createTopic(request -> request.name("notices")).topicArn();
        var notice = vpceguard.notice.RecordNotice.of(
                vpceguard.flow.LedgerFixtures.record("vpce-0000000000000000e", "cause-6"),
                new vpceguard.notice.Sender("111122223333", "us-east-1", "vpce-guard", "ledger"));

        new SnsNotices(sns, List.of(topic), (_, _) -> {}).publish(notice);

        assertThat(notice.subject()).startsWith("[vpce-guard] NOT CHANGED, high: vpce-0000000000000000e (s3)");
    }

    private String vpc(String cidrBlock) {
        return ec2.createVpc(request -> request.cidrBlock(cidrBlock)).vpc().vpcId();
    }

    private String group(String vpc, String name) {
        return ec2.createSecurityGroup(
                        request -> request.vpcId(vpc).groupName(name).description(name))
                .groupId();
    }

    private String prefixList(String cidr) {
        var entry = AddPrefixListEntry.builder().cidr(cidr).build();
        return ec2.createManagedPrefixList(request -> request.prefixListName("clients")
                        .addressFamily("IPv4")
                        .maxEntries(5)
                        .entries(entry))
                .prefixList()
                .prefixListId();
    }

    private static Endpoint endpoint(String vpc, Set<String> groups) {
        return new Endpoint(
                new EndpointId("vpce-0000000000000000f"),
                EndpointType.INTERFACE,
                new EndpointState("available"),
                vpc,
                new ServiceName("com.amazonaws.us-east-1.sns"),
                Optional.empty(),
                Optional.empty(),
                new NetworkSettings(new Attachments(groups, Set.of(), Set.of())),
                Optional.of(false),
                Map.of(),
                Optional.empty());
    }

    private String s3Endpoint() {
        var vpc = vpc("10.0.0.0/16");
        return ec2.createVpcEndpoint(request -> request.vpcId(vpc).serviceName("com.amazonaws.us-east-1.s3"))
                .vpcEndpoint()
                .vpcEndpointId();
    }
}
