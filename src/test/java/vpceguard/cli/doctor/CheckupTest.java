package vpceguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.cli.doctor.DeployedStack.Found;
import vpceguard.contract.Template;
import vpceguard.flow.PerimeterText;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.perimeter.Membership;

class CheckupTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final String HOUR_AGO = Long.toString(NOW.getEpochSecond() - 3600);

    private final Map<String, String> answers = new HashMap<>(Map.ofEntries(
            Map.entry("DescribeStacks", """
                    {"Stacks": [{"StackStatus": "UPDATE_COMPLETE", "CreationTime": "2026-08-01T00:00:00.123Z",
                      "Parameters": [{"ParameterKey": "Mode", "ParameterValue": "enforce"},
                                     {"ParameterKey": "OrganizationId", "ParameterValue": "o-a1b2c3d4e5"},
                                     {"ParameterKey": "PerimeterDocument", "ParameterValue": "ssm:/vpce-guard/perimeter"}],
                      "Outputs": [{"OutputKey": "LedgerTable", "OutputValue": "ledger"},
                        {"OutputKey": "NoticesTopic", "OutputValue": "arn:aws:sns:eu-west-1:111122223333:notices"},
                        {"OutputKey": "AlarmsTopic", "OutputValue": "arn:aws:sns:eu-west-1:111122223333:alarms"},
                        {"OutputKey": "FailedQueueUrl", "OutputValue": "https://failed"},
                        {"OutputKey": "UndeliveredQueueUrl", "OutputValue": "https://undelivered"},
                        {"OutputKey": "SweepFunctionName", "OutputValue": "sweep"}]}]}"""),
            Map.entry("DescribeStackResources", """
                    {"StackResources": [
                      {"LogicalResourceId": "SweepRole", "PhysicalResourceId": "guard", "ResourceType": "AWS::IAM::Role"},
                      {"LogicalResourceId": "DailyRole", "PhysicalResourceId": "daily", "ResourceType": "AWS::IAM::Role"},
                      {"LogicalResourceId": "CreateVpcEndpointFunction", "PhysicalResourceId": "vpce-guard-Create", "ResourceType": "AWS::Lambda::Function"},
                      {"LogicalResourceId": "ModifyVpcEndpointFunction", "PhysicalResourceId": "vpce-guard-Modify", "ResourceType": "AWS::Lambda::Function"},
                      {"LogicalResourceId": "FunctionLogs", "PhysicalResourceId": "logs", "ResourceType": "AWS::Logs::LogGroup"},
                      {"LogicalResourceId": "CreateCall", "PhysicalResourceId": "bus|create", "ResourceType": "AWS::Events::Rule"}]}"""),
            Map.entry("DescribeTrails", """
                    {"trailList": [{"Name": "all", "TrailARN": "arn:all", "HomeRegion": "us-east-1", "IsMultiRegionTrail": true}]}"""),
            Map.entry("GetTrailStatus", "{\"IsLogging\": true}"),
            Map.entry("GetEventSelectors", """
                    {"EventSelectors": [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": true}]}"""),
            Map.entry("DescribeRule", "{\"State\": \"ENABLED\"}"),
            Map.entry("ListTargetsByRule", """
                    {"Targets": [{"Arn": "arn:aws:lambda:eu-west-1:111122223333:function:vpce-guard-Create:live"}]}"""),
            Map.entry("LookupEvents", "{\"Events\": [{\"EventTime\": " + HOUR_AGO + ".5}]}"),
            Map.entry(
                    "DescribeLogStreams",
                    streams(
                            NOW.toEpochMilli(),
                            "2026/11/28/vpce-guard-Create[$LATEST]0a1b",
                            "2026/11/28/vpce-guard-Modify[3]0a1b")),
            Map.entry("SimulatePrincipalPolicy", """
                    {"EvaluationResults": [{"EvalActionName": "sns:Publish", "EvalDecision": "allowed"}]}"""),
            Map.entry("GetTopicAttributes", """
                    {"Attributes": {"SubscriptionsConfirmed": "1", "SubscriptionsPending": "0", "KmsMasterKeyId": "alias/own"}}"""),
            Map.entry("DescribeKey", "{\"KeyMetadata\": {\"KeyState\": \"Enabled\"}}"),
            Map.entry("GetQueueAttributes", "{\"Attributes\": {\"ApproximateNumberOfMessages\": \"0\"}}"),
            Map.entry("GetItem", "{\"Item\": {\"startedAt\": {\"S\": \"2026-11-28T01:00:00Z\"}}}")));
    private final Set<String> asked = new HashSet<>();
    private Reading document =
            new Reading.Found("{\"organizations\": [\"o-a1b2c3d4e5\"]}", "ssm:/vpce-guard/perimeter:3");

    @Test
    void allIsWell() {
        assertThat(signs()).allSatisfy(sign -> {
            assertThat(sign.state()).isEqualTo(Sign.State.WELL);
            assertThat(sign.todo()).isEmpty();
        });
        assertThat(signs())
                .extracting(Sign::about)
                .containsExactly(
                        "stack",
                        "mode",
                        "trail",
                        "rule",
                        "events",
                        "events",
                        "rights",
                        "perimeter",
                        "topic",
                        "key",
                        "topic",
                        "key",
                        "queue",
                        "queue",
                        "sweep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DescribeTrails | {\"trailList\": []} | trail | no trail logs management events of eu-west-1",
                "DescribeTrails | {\"trailList\": [{\"TrailARN\": \"a\", \"HomeRegion\": \"us-east-1\"}]} | trail | no trail logs",
                "GetTrailStatus | {\"IsLogging\": false} | trail | no trail logs",
                "GetEventSelectors | {\"EventSelectors\": [{\"ReadWriteType\": \"ReadOnly\"}]} | trail | no trail logs",
                "GetEventSelectors | {\"EventSelectors\": [{\"IncludeManagementEvents\": false}]} | trail | no trail logs",
                "GetEventSelectors | {\"AdvancedEventSelectors\": [{\"FieldSelectors\": [{\"Field\": \"eventCategory\", \"Equals\": [\"Data\"]}]}]} | trail | no trail logs",
                "DescribeRule | {\"State\": \"DISABLED\"} | rule | \"create\" is disabled",
                "ListTargetsByRule | {\"Targets\": []} | rule | \"create\" hands its events to no function of the stack",
                "ListTargetsByRule | {\"Targets\": [{\"Arn\": \"arn:aws:lambda:eu-west-1:111122223333:function:vpce-guard-CreateX\"}]} | rule | \"create\" hands its",
                "DescribeLogStreams | {\"logStreams\": [{\"lastEventTimestamp\": 1000}]} | events | the last CreateVpcEndpoint was 60 minutes ago, and its function did not run yet",
                "DescribeLogStreams | {\"logStreams\": []} | events | the last CreateVpcEndpoint was 60 minutes ago, and its function did not run yet",
                "SimulatePrincipalPolicy | {\"EvaluationResults\": [{\"EvalActionName\": \"ec2:ModifyVpcEndpoint\", \"EvalDecision\": \"explicitDeny\"}]} | rights | the role guard may not ec2:ModifyVpcEndpoint (explicitDeny)",
                "GetTopicAttributes | {\"Attributes\": {\"SubscriptionsConfirmed\": \"0\", \"SubscriptionsPending\": \"2\"}} | topic | since 2 subscriptions wait",
                "GetTopicAttributes | {\"Attributes\": {}} | topic | nobody hears what is published to NoticesTopic",
                "DescribeKey | {\"KeyMetadata\": {\"KeyState\": \"PendingDeletion\"}} | key | \"alias/own\" of NoticesTopic is not enabled",
                "GetQueueAttributes | {\"Attributes\": {\"ApproximateNumberOfMessages\": \"7\"}} | queue | FailedQueueUrl holds 7 events",
                "GetItem | {\"Item\": {\"startedAt\": {\"S\": \"2026-11-26T01:00:00Z\"}}} | sweep | the last one began 59 hours ago",
                "GetItem | {} | sweep | no sweep was made yet",
            })
    void saysWhatIsWrongAndWhatToDo(String action, String answer, String about, String found) {
        answers.put(action, answer);

        var bad =
                signs().stream().filter(sign -> sign.state() != Sign.State.WELL).toList();
        assertThat(bad.getFirst().about()).isEqualTo(about);
        assertThat(bad.getFirst().found()).contains(found);
        assertThat(bad).allSatisfy(sign -> assertThat(sign.todo()).isNotEmpty());
    }

    /// With the same package and parameters CloudFormation says that there is nothing to deploy.
    @Test
    void whatSomebodyTookAwayIsPutBackAndNotDeployedAgain() {
        answers.put("ListTargetsByRule", "{\"Targets\": []}");
        answers.computeIfPresent("SimulatePrincipalPolicy", (_, text) -> text.replace("allowed", "implicitDeny"));

        assertThat(List.of(about("rule"), about("rights")))
                .allSatisfy(sign -> assertThat(sign.todo()).contains("back as docs/operations.md says"));
    }

    @Test
    void aSweepIsStartedOnceAndNotWaitedFor() {
        answers.put("GetItem", "{}");

        assertThat(about("sweep").todo())
                .isEqualTo("aws lambda invoke --invocation-type Event --function-name sweep /dev/stdout");
    }

    /// Others of the stack, such as those of the daily event and of the journal's copy, may less and need no more.
    @Test
    void theRolesOfAllThatRepairAreAsked() {
        assertThat(RightsCheck.ROLES).isEqualTo(Template.read().at("Resources", "Repairs", "Properties", "Roles"));
    }

    @Test
    void thePageNamesEachRightThatItNeeds() throws IOException {
        var rows = Files.readString(Path.of("docs", "command-line.md"))
                .lines()
                .filter(line -> line.matches("\\| [^|]*`doctor`.*"))
                .collect(Collectors.joining());
        signs();

        assertThat(asked)
                .hasSizeGreaterThan(10)
                .allSatisfy(action -> assertThat(rows).containsPattern("[`:]" + action + "`"));
    }

    @Test
    void aTrailMayHaveAdvancedSelectors() {
        answers.put("GetEventSelectors", """
                {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]}""");

        assertThat(about("trail").state()).isEqualTo(Sign.State.WELL);
    }

    @Test
    void anOldCallWithoutAFunctionAfterItIsIllUnlessItCameBeforeTheStack() {
        answers.put("LookupEvents", "{\"Events\": [{\"EventTime\": \"1790000000\"}]}");
        answers.put("DescribeLogStreams", "{\"logStreams\": [{\"lastEventTimestamp\": 1000}]}");

        assertThat(about("events").state()).isEqualTo(Sign.State.ILL);
        assertThat(about("events").found()).contains("days ago, and its function did not run since");

        answers.computeIfPresent("DescribeStacks", (_, text) -> text.replace("2026-08-01", "2026-11-01"));
        assertThat(about("events"))
                .isEqualTo(Sign.well("events", "CloudTrail knows of no CreateVpcEndpoint since the stack was made"));
    }

    /// The sweep writes each hour into the same group, whether events come or not.
    @Test
    void aSweepIsNoFunctionThatTookTheEvent() {
        answers.put("DescribeLogStreams", streams(NOW.toEpochMilli(), "2026/11/28/guard-Sweep[$LATEST]0a1b"));

        assertThat(about("events").found()).contains("its function did not run yet");
    }

    @Test
    void whatOneFunctionHearsSaysNothingOfTheOther() {
        answers.put("DescribeLogStreams", streams(NOW.toEpochMilli(), "2026/11/28/vpce-guard-Create[$LATEST]0a1b"));

        assertThat(signs().stream().filter(sign -> sign.state() != Sign.State.WELL))
                .containsExactly(Sign.odd(
                        "events",
                        "the last ModifyVpcEndpoint was 60 minutes ago, and its function did not run yet",
                        "look again in two hours"));
    }

    @Test
    void theFunctionThatTookTheEventMayBeOnALaterPage() {
        answers.put(
                "DescribeLogStreams",
                streams(NOW.toEpochMilli(), "2026/11/28/guard-Sweep[$LATEST]0a1b")
                        .replace("]}", "], \"nextToken\": \"more\"}"));
        answers.put(
                "DescribeLogStreams more",
                streams(NOW.minusSeconds(60).toEpochMilli(), "2026/11/28/vpce-guard-Create[3]0a1b"));

        assertThat(about("events").state()).isEqualTo(Sign.State.WELL);
    }

    private static String streams(long lastEvent, String... names) {
        return Stream.of(names)
                .map(name -> "{\"logStreamName\": \"" + name + "\", \"lastEventTimestamp\": " + lastEvent + "}")
                .collect(Collectors.joining(", ", "{\"logStreams\": [", "]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"organizations\": []}           | ILL | nobody is trusted",
                "nonsense                          | ILL | the document is refused, and nothing is repaired, since there is no earlier one: it is not JSON: expected a value, character 1",
                "{\"organizations\": [\"o-b2c3d4e5f6\"]} | ILL | the document is for another organization than \"o-a1b2c3d4e5\"",
                "{\"organizations\": [\"o-a1b2c3d4e5\"], \"services\": {\"dynamdb\": {\"only\": [{\"Effect\": \"Allow\", \"Principal\": \"*\","
                        + " \"Action\": \"dynamdb:*\", \"Resource\": \"*\"}]}, \"iot\": {}}, \"required\": {\"services\": [\"secretmanager\", \"sns\"]}} | ODD | names services that nobody knows: \"dynamdb\", \"secretmanager\"",
                "{\"organizations\": [\"o-a1b2c3d4e5\"], \"services\": {\"s3\": {\"only\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"s3:GetObject\","
                        + " \"Resource\": \"arn:aws:s3:::x\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalAccount\": \"999988887777\"}}}]}}} | ILL | does not let through any call s3:*, s3express:*, s3-object-lambda:*, s3tables:* of the own account",
            })
    void looksAtTheDocumentAsTheStackDoes(String text, Sign.State state, String found) {
        document = new Reading.Found(text, "ssm:/vpce-guard/perimeter:3");

        assertThat(about("perimeter").state()).isEqualTo(state);
        assertThat(about("perimeter").found()).contains(found);
    }

    @Test
    void whatComesToNothingInTheRegionIsOdd() {
        document = new Reading.Found("""
                {"organizations": ["o-a1b2c3d4e5"], "services": {"sqs": {"only": [{"Effect": "Allow", "Principal": "*",
                  "Action": "sqs:*", "Resource": "arn:aws:sqs:us-east-1:*:*"}]}}}""", "ssm:/vpce-guard/perimeter:3");

        assertThat(signs().stream().filter(sign -> sign.state() != Sign.State.WELL))
                .containsExactly(Sign.odd(
                        "perimeter",
                        "/services/sqs/only lets nothing through in eu-west-1",
                        "look whether it is meant for another service or Region"));
    }

    @Test
    void aDocumentThatSaysObserveIsOdd() {
        document = new Reading.Found(
                "{\"mode\": \"observe\", \"organizations\": [\"o-a1b2c3d4e5\"]}", "ssm:/vpce-guard/perimeter:3");

        assertThat(signs().stream().filter(sign -> sign.state() != Sign.State.WELL))
                .containsExactly(Sign.odd(
                        "perimeter",
                        "its mode is observe, so nothing is written",
                        "take \"mode\" out of the document once repairs may go on"));
    }

    @Test
    void aFunctionWhoseNameTheOrganizationsPolicyDoesNotKnowIsOdd() {
        answers.computeIfPresent(
                "DescribeStackResources", (_, text) -> text.replace("vpce-guard-Modify", "sec-Modify"));
        answers.computeIfPresent("DescribeLogStreams", (_, text) -> text.replace("vpce-guard-Modify", "sec-Modify"));

        assertThat(signs().stream().filter(sign -> sign.state() != Sign.State.WELL))
                .containsExactly(Sign.odd(
                        "names",
                        "the function \"sec-Modify\" does not have vpce-guard in its name, by which the organization's"
                                + " policy and the alarm about tampering know it",
                        "give the stack a name that begins with vpce-guard"));
    }

    @Test
    void aParameterWhoseNameTheOrganizationsPolicyDoesNotKnowIsOdd() {
        answers.computeIfPresent(
                "DescribeStacks", (_, text) -> text.replace("ssm:/vpce-guard/perimeter", "ssm:/perimeter"));

        assertThat(signs().stream().filter(sign -> sign.state() != Sign.State.WELL))
                .containsExactly(Sign.odd(
                        "names",
                        "the perimeter document's parameter does not have vpce-guard in its name, by which the"
                                + " organization's policy and the alarm about tampering know it",
                        "give it a name such as ssm:/vpce-guard/perimeter"));
    }

    @Test
    void whatCannotBeReadIsNotKnown() {
        answers.clear();
        answers.putAll(new CheckupTest().answers);
        answers.keySet().retainAll(List.of("DescribeStacks", "DescribeStackResources"));
        document = new Reading.Unread("denied");

        assertThat(signs().stream().filter(sign -> sign.state() == Sign.State.UNKNOWN))
                .extracting(Sign::about)
                .containsExactly(
                        "trail",
                        "rule",
                        "events",
                        "events",
                        "rights",
                        "rights",
                        "rights",
                        "rights",
                        "perimeter",
                        "topic",
                        "topic",
                        "queue",
                        "queue",
                        "sweep");
    }

    @Test
    void aStackThatIsNotThereIsToldAsCloudFormationSaysIt() {
        answers.remove("DescribeStacks");

        assertThat(DeployedStack.of("guard", "111122223333", "aws", "eu-west-1", this::ask))
                .isEqualTo(new Found.None("no answer to DescribeStacks"));
    }

    @Test
    void aNameThatNoStackHasIsToldWithTheOptionsThatSayIt() {
        var missing =
                new Found.None("there is no stack \"guard\" in eu-west-1, expected the stack's name in --stack and its"
                        + " Region in --region");
        answers.put("DescribeStacks", "{\"Stacks\": []}");
        assertThat(DeployedStack.of("guard", "111122223333", "aws", "eu-west-1", this::ask))
                .isEqualTo(missing);

        assertThat(DeployedStack.of(
                        "guard",
                        "111122223333",
                        "aws",
                        "eu-west-1",
                        (service, action, _) -> new Reply.Refused(
                                service + " answered 400 to " + action + ": \"Stack with id guard does not exist\"")))
                .isEqualTo(missing);
    }

    private Sign about(String about) {
        return signs().stream()
                .filter(sign -> sign.about().equals(about))
                .findFirst()
                .orElseThrow();
    }

    private List<Sign> signs() {
        var stack = (Found.Stack) DeployedStack.of("guard", "111122223333", "aws", "eu-west-1", this::ask);
        var checkup = new Checkup(
                NOW,
                place -> {
                    assertThat(place).matches("ssm:(/vpce-guard)?/perimeter");
                    return Optional.<PerimeterText>of(() -> document);
                },
                () -> {
                    asked.add("DescribeOrganization");
                    return new Membership.Member("o-a1b2c3d4e5");
                });
        return checkup.signs(stack.stack(), this::ask);
    }

    /// Who sends the daily event may do nothing else.
    private Reply ask(String service, String action, Json.Obj parameters) {
        var isOfTheDailyRole = parameters
                .textAt("PolicySourceArn")
                .filter(role -> role.endsWith("/daily"))
                .isPresent();
        asked.add(action);
        var page = parameters.textAt("nextToken").map(token -> action + " " + token);
        return Optional.ofNullable(answers.get(page.orElse(action)))
                .map(text -> isOfTheDailyRole ? text.replace("allowed", "implicitDeny") : text)
                .<Reply>map(text -> new Reply.Answer(((Parsed.Ok<Json>) JsonReader.read(text)).value()))
                .orElseGet(() -> new Reply.Refused("no answer to " + action));
    }
}
