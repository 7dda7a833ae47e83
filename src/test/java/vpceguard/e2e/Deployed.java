package vpceguard.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Canonical;

/// The stack on a local AWS, with a VPC to play in and a subscriber's queue on the notices' topic.
final class Deployed implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "us-east-1";
    static final String ORGANIZATION = "o-a1b2c3d4e5";

    /// Everything, as a document of today.
    static final String OPEN = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";

    /// Everything of the organization.
    static final String INSIDE = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":"
            + "{\"aws:PrincipalOrgID\":\"%1$s\",\"aws:ResourceOrgID\":\"%1$s\"}}}]}".formatted(ORGANIZATION);

    /// Two minutes of settling are half a second here.
    static final double DELAYS = 0.005;

    final LocalAws aws;
    final Ec2Client ec2;
    final String vpc;
    final String subnet;
    final String approvedGroup;
    final String strangeGroup;
    /// A gateway endpoint with full access that was there before the stack.
    final String olderEndpoint;
    private final List<Json> notices = new ArrayList<>();
    private final String queue;

    /// Starts a local AWS, makes the network, deploys with these parameters and some that say what is approved, and
    /// subscribes.
    Deployed(List<String> options, String... parameters) {
        this(options, _ -> List.of(), true, LocalAws::deployExpanded, parameters);
    }

    /// The same as a user would, with `sam deploy`.
    static Deployed bySam(List<String> options, String... parameters) {
        return new Deployed(options, _ -> List.of(), true, LocalAws::deploy, parameters);
    }

    /// The same with a perimeter document, which is prepared before.
    static Deployed withDocument(Consumer<Deployed> prepare, String... parameters) {
        return withPrepared(
                network -> {
                    prepare.accept(network);
                    return List.of();
                },
                parameters);
    }

    /// The same with parameters that are known once it is prepared.
    static Deployed withPrepared(Function<Deployed, List<String>> prepare, String... parameters) {
        return new Deployed(List.of("--auth"), prepare, false, LocalAws::deployExpanded, parameters);
    }

    private Deployed(
            List<String> options,
            Function<Deployed, List<String>> prepare,
            boolean approves,
            BiConsumer<LocalAws, String[]> deploy,
            String... parameters) {
        aws = LocalAws.start(options.toArray(String[]::new));
        aws.delayFactor(DELAYS);
        ec2 = aws.client(Ec2Client.builder());
        vpc = ec2.createVpc(request -> request.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        subnet = ec2.createSubnet(request -> request.vpcId(vpc).cidrBlock("10.0.1.0/24"))
                .subnet()
                .subnetId();
        approvedGroup = group("approved");
        strangeGroup = group("strange");
        olderEndpoint = create(service("s3"), VpcEndpointType.GATEWAY);
        var all = new ArrayList<>(List.of(parameters));
        all.addAll(prepare.apply(this));
        if (approves) {
            all.add("ApprovedSecurityGroups=" + approvedGroup);
            all.add("ControlLevels=security-group-not-approved=remediate,policy-beyond-trusted-resources=remediate");
        }
        deploy.accept(aws, all.toArray(String[]::new));
        queue = subscribe();
    }

    /// A security group that lets nobody in.
    String group(String name) {
        return ec2.createSecurityGroup(
                        request -> request.vpcId(vpc).groupName(name).description(name))
                .groupId();
    }

    private String subscribe() {
        var topic = aws.output("NoticesTopic");
        var arn = "arn:aws:sqs:" + aws.region() + ":" + ACCOUNT + ":notices";
        var policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"sns.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\"" + arn + "\"}]}";
        var created = aws.call(
                "sqs",
                "AmazonSQS.CreateQueue",
                Json.object()
                        .put("QueueName", "notices")
                        .put("Attributes", Json.object().put("Policy", policy).build())
                        .build());
        var _ = aws.query(
                "sns",
                "Action=Subscribe&Version=2010-03-31&Protocol=sqs&TopicArn=" + topic + "&Endpoint=" + arn
                        + "&Attributes.entry.1.key=RawMessageDelivery&Attributes.entry.1.value=true");
        return created.textAt("QueueUrl").orElseThrow();
    }

    /// The full name of one of AWS's services here.
    String service(String name) {
        var domain = aws.region().startsWith("eusc-") ? "eu.amazonaws." : "com.amazonaws.";
        return domain + aws.region() + "." + name;
    }

    /// The fingerprint of the whole ceiling of a service.
    static String ceiling(String service, String partition, String region) {
        var perimeter = Ceilings.perimeter(partition, Set.of(ORGANIZATION), Set.of(ACCOUNT));
        return Canonical.fingerprint(Ceiling.of(perimeter, new ServiceName(service), region, Set.of(Clause.values()))
                .policy()
                .text());
    }

    /// Makes an endpoint as the console would, without a policy.
    String create(String service, VpcEndpointType type) {
        return ec2.createVpcEndpoint(request -> {
                    request.vpcId(vpc).serviceName(service).vpcEndpointType(type);
                    if (type == VpcEndpointType.INTERFACE) {
                        request.subnetIds(subnet).securityGroupIds(approvedGroup);
                    }
                    if (type == VpcEndpointType.GATEWAY) {
                        request.routeTableIds(routeTable());
                    }
                })
                .vpcEndpoint()
                .vpcEndpointId();
    }

    /// A new one: a route table takes one gateway endpoint of a service.
    String routeTable() {
        return ec2.createRouteTable(request -> request.vpcId(vpc)).routeTable().routeTableId();
    }

    VpcEndpoint endpoint(String id) {
        return ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(id))
                .vpcEndpoints()
                .getFirst();
    }

    /// The first notice about the endpoint with that result, waiting for it.
    Json notice(String endpoint, String result) {
        return notices(endpoint, result, 1).getFirst();
    }

    /// All notices about the endpoint with that result, once there are so many.
    List<Json> notices(String endpoint, String result, int atLeast) {
        return await(atLeast + " notices " + result + " about " + endpoint, () -> {
            receive(queue).forEach(this::hear);
            var about = notices.stream()
                    .filter(notice -> notice.textAt("endpoint", "id").equals(Optional.of(endpoint)))
                    .filter(notice -> notice.textAt("result").equals(Optional.of(result)))
                    .toList();
            return Optional.of(about).filter(found -> found.size() >= atLeast);
        });
    }

    /// All notices until now.
    List<Json> allNotices() {
        receive(queue).forEach(this::hear);
        return List.copyOf(notices);
    }

    /// The details of a notice, which stand in its OCSF event.
    private void hear(String message) {
        notices.add(LocalAws.json(message).at("unmapped").orElseThrow());
    }

    /// The text of a notice that says so, waiting for it.
    String told(String part) {
        return await(
                "a notice that says: " + part,
                () -> allNotices().stream()
                        .flatMap(notice -> notice.textAt("text").stream())
                        .filter(text -> text.contains(part))
                        .findFirst());
    }

    /// An event that a function failed at in each attempt, waiting for it.
    String failedEvent() {
        return await(
                "a failed event",
                () -> receive(aws.output("FailedQueueUrl")).stream().findFirst());
    }

    /// Messages that wait in a queue, taken out of it.
    List<String> receive(String queueUrl) {
        var answer = aws.call(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                Json.object()
                        .put("QueueUrl", queueUrl)
                        .put("MaxNumberOfMessages", 10)
                        .build());
        var bodies = new ArrayList<String>();
        if (answer.at("Messages").orElse(new Json.Null()) instanceof Json.Arr(var messages)) {
            for (var message : messages) {
                bodies.add(message.textAt("Body").orElseThrow());
                var _ = aws.call(
                        "sqs",
                        "AmazonSQS.DeleteMessage",
                        Json.object()
                                .put("QueueUrl", queueUrl)
                                .put(
                                        "ReceiptHandle",
                                        message.textAt("ReceiptHandle").orElseThrow())
                                .build());
            }
        }
        return bodies;
    }

    /// Lets functions that ran read the perimeter document again, as they do after five minutes.
    void startAnew() {
        aws.allCalls().stream()
                .flatMap(call -> call.textAt("function").stream())
                .distinct()
                .forEach(aws::startAnew);
    }

    /// All steps in the journal's log group.
    List<Json> journal() {
        return journal(aws.output("JournalGroup"));
    }

    /// All steps in a log group.
    List<Json> journal(String group) {
        var answer = aws.call(
                "logs",
                "Logs_20140328.FilterLogEvents",
                Json.object().put("logGroupName", group).build());
        return answer.at("events").orElseThrow() instanceof Json.Arr(var events)
                ? events.stream()
                        .map(event -> LocalAws.json(event.textAt("message").orElseThrow()))
                        .toList()
                : List.of();
    }

    /// A recorded event, as of that endpoint.
    static String event(String file, String endpoint) {
        return event(file).replaceAll("vpce-[0-9a-f]{8,17}", endpoint);
    }

    /// A recorded event of this Region.
    static String event(String file) {
        try {
            return Files.readString(Path.of("events", file)).replace("eu-west-1", REGION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether its policy asks nothing of those who call.
    boolean isOpen(String id) {
        return !endpoint(id).policyDocument().contains("Condition");
    }

    String fingerprint(String id) {
        return Canonical.fingerprint(endpoint(id).policyDocument());
    }

    /// The endpoint once it is as expected.
    VpcEndpoint await(String id, Predicate<VpcEndpoint> expected) {
        return await("endpoint " + id, () -> Optional.of(endpoint(id)).filter(expected));
    }

    static <T> T await(String what, Supplier<Optional<T>> question) {
        return await(what, Duration.ofSeconds(40), question);
    }

    static <T> T await(String what, Duration within, Supplier<Optional<T>> question) {
        var end = Instant.now().plus(within);
        while (Instant.now().isBefore(end)) {
            var answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            pause(Duration.ofMillis(50));
        }
        throw new AssertionError("waited in vain for " + what);
    }

    static void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}
