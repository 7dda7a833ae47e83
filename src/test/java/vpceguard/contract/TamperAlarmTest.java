package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.event.ruler.Ruler;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Which calls the organization's tamper alarm tells, by EventBridge's own matcher.
class TamperAlarmTest {
    private static final List<String> PATTERNS = Stream.of("Tampering", "Opening", "DeployersTouched")
            .map(rule -> Template.read(Path.of("src", "main", "organization", "tamper-alarm.yaml"))
                    .at("Resources", rule, "Properties", "EventPattern"))
            .map(pattern -> JsonWriter.compact(RulesContractTest.json(pattern))
                    .replace("${AWS::Partition}", "aws")
                    .replace("${AWS::AccountId}", "111122223333"))
            .toList();

    @ParameterizedTest
    @CsvSource({
        "aws.lambda, UpdateFunctionCode20150331v2, functionName, StackSet-vpce-guard-0a1b-SweepFunction-4x5y",
        "aws.lambda, UpdateFunctionConfiguration20150331v2, functionName, arn:aws:lambda:us-east-1:111122223333:function:vpce-guard-SweepFunction-4x5y",
        "aws.lambda, PutFunctionConcurrency20171031, functionName, vpce-guard-SweepFunction-4x5y",
        "aws.lambda, UpdateAlias20150331, functionName, vpce-guard-CreateVpcEndpointFunction-4x5y",
        "aws.lambda, DeleteAlias20150331, functionName, vpce-guard-CreateVpcEndpointFunction-4x5y",
        "aws.iam, PutRolePolicy, roleName, vpce-guard-sweep-us-east-1",
        "aws.iam, UpdateAssumeRolePolicy, roleName, vpce-guard-create-us-east-1",
        "aws.events, DisableRule, name, vpce-guard-CreateVpcEndpointFunctionCall-4x5y",
        "aws.events, RemoveTargets, rule, vpce-guard-CreateVpcEndpointFunctionCall-4x5y",
        "aws.scheduler, UpdateSchedule, name, vpce-guard-CreateVpcEndpointDaily-4x5y",
        "aws.scheduler, DeleteSchedule, name, vpce-guard-CreateVpcEndpointDaily-4x5y",
        "aws.ssm, PutParameter, name, /vpce-guard/perimeter",
        "aws.ssm, DeleteParameter, name, /vpce-guard/perimeter",
        "aws.dynamodb, DeleteTable, tableName, vpce-guard-Ledger-4x5y",
        "aws.sns, SetTopicAttributes, topicArn, arn:aws:sns:us-east-1:111122223333:vpce-guard-Notices-4x5y",
        "aws.sns, SetSubscriptionAttributes, subscriptionArn, arn:aws:sns:us-east-1:111122223333:vpce-guard-Notices-4x5y:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "aws.sns, Unsubscribe, subscriptionArn, arn:aws:sns:us-east-1:111122223333:vpce-guard-Notices-4x5y:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9",
        "aws.sqs, PurgeQueue, queueUrl, https://sqs.us-east-1.amazonaws.com/111122223333/vpce-guard-FailedQueue-4x5y",
        "aws.logs, DeleteLogGroup, logGroupName, vpce-guard-Journal-4x5y",
        "aws.logs, DeleteSubscriptionFilter, logGroupName, vpce-guard-Journal-4x5y",
        "aws.monitoring, SetAlarmState, alarmName, vpce-guard-EventsFailed-4x5y",
        "aws.cloudformation, DeleteStack, stackName, arn:aws:cloudformation:us-east-1:111122223333:stack/vpce-guard/4x5y",
        "aws.cloudtrail, StopLogging, name, all",
        "aws.dynamodb, PutResourcePolicy, resourceArn, arn:aws:dynamodb:us-east-1:111122223333:table/vpce-guard-Ledger-4x5y",
        "aws.dynamodb, RestoreTableFromBackup, targetTableName, vpce-guard-Ledger-4x5y",
        "aws.dynamodb, CreateTable, tableName, vpce-guard-Ledger-4x5y",
        "aws.sns, AddPermission, topicArn, arn:aws:sns:us-east-1:111122223333:vpce-guard-Notices-4x5y",
        "aws.sns, PutDataProtectionPolicy, resourceArn, arn:aws:sns:us-east-1:111122223333:vpce-guard-Notices-4x5y",
        "aws.sqs, AddPermission, queueUrl, https://sqs.us-east-1.amazonaws.com/111122223333/vpce-guard-FailedQueue-4x5y",
        "aws.lambda, CreateAlias20150331, functionName, vpce-guard-CreateVpcEndpointFunction-4x5y",
        "aws.lambda, CreateEventSourceMapping20150331, functionName, vpce-guard-FollowUpFunction-4x5y",
        "aws.logs, DisassociateKmsKey, logGroupName, vpce-guard-Journal-4x5y",
        "aws.logs, AssociateKmsKey, resourceIdentifier, arn:aws:logs:us-east-1:111122223333:log-group:vpce-guard-Journal-4x5y",
        "aws.logs, PutDataProtectionPolicy, logGroupIdentifier, vpce-guard-Journal-4x5y",
        "aws.cloudformation, CreateChangeSet, stackName, StackSet-vpce-guard-0a1b",
        "aws.cloudformation, UpdateTerminationProtection, stackName, vpce-guard"
    })
    void aCallThatChangesTheGuardIsTold(String source, String call, String parameter, String value) throws Exception {
        assertThat(isTold(source, call, parameter, value, "Administrator")).isTrue();
        assertThat(isTold(source, call, parameter, value, "stacksets-exec-0a1b2c"))
                .as("by StackSets")
                .isFalse();
        for (var path : List.of("x/", "x:role/")) {
            assertThat(isTold(source, call, parameter, value, path + "stacksets-exec-0a1b2c"))
                    .as("by a role with the path /" + path)
                    .isTrue();
        }
    }

    /// The alarm is silent about deployers, so whoever makes himself one is told before.
    @ParameterizedTest
    @CsvSource({
        "CreateRole, stacksets-exec-mine, Administrator",
        "AttachRolePolicy, stacksets-exec-mine, stacksets-exec-mine",
        "UpdateAssumeRolePolicy, stacksets-exec-0a1b2c, Administrator",
        "UpdateAssumeRolePolicy, DEPLOYER-ROLE, Administrator"
    })
    void aCallOnARoleOfADeployerIsToldWhoeverMakesIt(String call, String role, String caller) throws Exception {
        assertThat(isTold("aws.iam", call, "roleName", role, caller)).isTrue();
    }

    /// A mapping is called by an id of its own; CloudTrail shows its function in the answer.
    @Test
    void aMappingThatIsChangedIsTold() throws Exception {
        var event = Json.object()
                .put("source", "aws.lambda")
                .put("detail-type", "AWS API Call via CloudTrail")
                .put(
                        "detail",
                        Json.object()
                                .put("eventName", "UpdateEventSourceMapping20150331")
                                .put(
                                        "responseElements",
                                        Json.object()
                                                .put(
                                                        "functionArn",
                                                        "arn:aws:lambda:us-east-1:111122223333:function:vpce-guard-FollowUpFunction-4x5y")
                                                .build())
                                .build())
                .build();
        assertThat(isTold(event)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "aws.lambda, UpdateFunctionCode20150331v2, functionName, orders",
        "aws.lambda, GetFunction20150331v2, functionName, vpce-guard-SweepFunction-4x5y",
        "aws.iam, PutRolePolicy, roleName, orders",
        "aws.events, DisableRule, name, orders",
        "aws.ssm, PutParameter, name, /orders/perimeter",
        "aws.ssm, GetParameter, name, /vpce-guard/perimeter",
        "aws.dynamodb, DeleteTable, tableName, orders",
        "aws.dynamodb, PutResourcePolicy, resourceArn, arn:aws:dynamodb:us-east-1:111122223333:table/orders",
        "aws.logs, CreateLogStream, logGroupName, vpce-guard-FunctionLogs-4x5y",
        "mine, DeleteTable, tableName, vpce-guard-Ledger-4x5y"
    })
    void othersAreNot(String source, String call, String parameter, String value) throws Exception {
        assertThat(isTold(source, call, parameter, value, "Administrator")).isFalse();
    }

    /// What EventBridge takes where nobody asked for more, in the partition with the longest name too.
    @Test
    void thePatternsFit() {
        assertThat(PATTERNS)
                .map(pattern -> pattern.replace("arn:aws:", "arn:aws-us-gov:"))
                .allSatisfy(pattern -> assertThat(pattern.length()).isLessThanOrEqualTo(2048));
    }

    private static boolean isTold(String source, String call, String parameter, String value, String role)
            throws Exception {
        var name = role.substring(role.lastIndexOf('/') + 1);
        var issuer = Json.object()
                .put("userName", name)
                .put("arn", "arn:aws:iam::111122223333:role/" + role)
                .build();
        var session = Json.object().put("sessionIssuer", issuer).build();
        var event = Json.object()
                .put("source", source)
                .put("detail-type", "AWS API Call via CloudTrail")
                .put(
                        "detail",
                        Json.object()
                                .put("eventName", call)
                                .put(
                                        "userIdentity",
                                        Json.object()
                                                .put("sessionContext", session)
                                                .build())
                                .put(
                                        "requestParameters",
                                        Json.object().put(parameter, value).build())
                                .build())
                .build();
        return isTold(event);
    }

    private static boolean isTold(Json event) throws Exception {
        for (var pattern : PATTERNS) {
            if (Ruler.matchesRule(JsonWriter.compact(event), pattern)) {
                return true;
            }
        }
        return false;
    }
}
