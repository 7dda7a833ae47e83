package vpceguard.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.rehearsal.Samples.one;
import static vpceguard.rehearsal.Samples.published;
import static vpceguard.rehearsal.Samples.read;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceilings;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policies;
import vpceguard.policy.Request;

class CallReaderTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void anOwnAccountsCallTellsItsCallerAndNothingOfItsResource() {
        var call = read(published("s3-list-buckets.own-account"), Accounts.UNKNOWN);

        assertThat(call.request().principal())
                .isEqualTo("arn:aws:sts::111122223333:assumed-role/admin/user@example.com");
        assertThat(call.request().action()).isEqualTo("s3:ListAllMyBuckets");
        assertThat(call.request().resource()).isEqualTo(Request.UNKNOWN);
        assertThat(call.request().complete()).isFalse();
        assertThat(one(call, "aws:principalarn")).hasValue("arn:aws:iam::111122223333:role/admin");
        assertThat(one(call, "aws:principalaccount")).hasValue("111122223333");
        assertThat(one(call, "aws:principalisawsservice")).hasValue("false");
        assertThat(one(call, "aws:sourcevpce")).hasValue("vpce-03153f4a0a0a0a0a0");
        assertThat(one(call, "aws:vpcsourceip")).hasValue("10.0.141.54");
        assertThat(one(call, "aws:sourceip")).as("known to be absent").hasValue("");
        assertThat(one(call, "aws:principalorgid")).isEmpty();
        assertThat(one(call, "aws:resourceaccount")).isEmpty();
        assertThat(call.caller()).isEqualTo("arn:aws:iam::111122223333:role/admin");
        assertThat(call.target()).isEqualTo("not recorded");
        assertThat(call.wasDenied()).isFalse();
    }

    @Test
    void ofAnotherAccountsCallerOnlyTheAccountIsKnown() {
        var call = read(published("kms-list-keys.other-account-denied"), Accounts.UNKNOWN);

        assertThat(call.request().principal()).isEqualTo("arn:aws:iam::777788889999:?");
        assertThat(call.caller()).isEqualTo("somebody of account 777788889999");
        assertThat(one(call, "aws:principalaccount")).hasValue("777788889999");
        assertThat(one(call, "aws:principalarn")).isEmpty();
        assertThat(call.wasDenied()).isTrue();
    }

    /// The record tells no account of whoever shows AWS STS a token or an assertion, and AWS knows none.
    @ParameterizedTest
    @CsvSource(textBlock = """
            WebIdentityUser, AssumeRoleWithWebIdentity
            SAMLUser,        AssumeRoleWithSAML
            """)
    void ofAFederatedCallerNothingIsKnown(String type, String name) {
        var call = read(federated(type, name), Samples.ALL_ACCOUNTS);

        assertThat(call.request().principal()).isEqualTo(Request.UNKNOWN);
        assertThat(call.request().action()).isEqualTo("sts:" + name);
        assertThat(call.ways()).hasSize(3);
        assertThat(call.caller()).isEqualTo("somebody");
        assertThat(call.request().context().keySet()).noneMatch(key -> key.startsWith("aws:principal"));
        for (var unclear : List.of(
                "{'AWS': '*'}, 'Condition': {}",
                "'*', 'Condition': {'StringEquals': {'aws:PrincipalAccount': '111122223333'}}",
                "'*', 'Condition': {'Null': {'aws:PrincipalAccount': 'true'}}")) {
            assertThat(decide(unclear, call)).as(unclear).isEqualTo(Decision.UNKNOWN);
        }
        assertThat(decide("'*'", call)).isEqualTo(Decision.ALLOWED);
    }

    /// GetFederationToken's session is issued by a user, who is not its principal.
    @Test
    void ofAFederatedUsersSessionHeIsThePrincipal() {
        var call = read(
                by(Samples.call("GetObject", "arn:aws:s3:::files/a", "111122223333", AT), """
                        {"type": "FederatedUser", "arn": "arn:aws:sts::111122223333:federated-user/ann",
                         "accountId": "111122223333", "sessionContext": {"sessionIssuer": {
                           "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/broker"}}}"""), Samples.ALL_ACCOUNTS);

        assertThat(one(call, "aws:principalarn")).hasValue("arn:aws:sts::111122223333:federated-user/ann");
        assertThat(call.caller()).isEqualTo("arn:aws:sts::111122223333:federated-user/ann");
        assertThat(one(call, "aws:username")).isEmpty();
    }

    @Test
    void theRoleOfASessionIsNotGuessedFromItsName() {
        var call = read(
                by(Samples.call("GetObject", "arn:aws:s3:::files/a", "111122223333", AT), """
                        {"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/app/i-0",
                         "accountId": "111122223333"}"""), Samples.ALL_ACCOUNTS);

        assertThat(one(call, "aws:principalarn")).isEmpty();
        assertThat(one(call, "aws:principalaccount")).hasValue("111122223333");
    }

    private static Json by(Json record, String identity) {
        return record instanceof Json.Obj call ? call.with("userIdentity", Samples.json(identity)) : new Json.Null();
    }

    private static Json federated(String type, String name) {
        var identity = Samples.json("""
                {"type": "%s", "principalId": "provider:client:user", "userName": "user",
                 "identityProvider": "provider"}""".formatted(type));
        return Samples.call(name, "arn:aws:iam::111122223333:role/app", "111122223333", AT) instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str("sts.amazonaws.com")).with("userIdentity", identity)
                : new Json.Null();
    }

    private static Decision decide(String allowed, RecordedCall call) {
        var policy = Policies.read("""
                {'Version': '2012-10-17', 'Statement': [
                  {'Effect': 'Allow', 'Action': '*', 'Resource': '*', 'Principal': %s}]}""".formatted(allowed).replace('\'', '"'));
        return Evaluator.decide(policy, call.request(), EndpointType.INTERFACE);
    }

    @Test
    void theOrganizationOfAnAccountFollowsFromTheMembers() {
        assertThat(one(read(published("kms-list-keys.own-account"), Samples.ACCOUNTS), "aws:principalorgid"))
                .hasValue(Ceilings.ORGANIZATION);
        assertThat(read(published("kms-list-keys.other-account-denied"), Samples.ACCOUNTS)
                        .readings())
                .as("not all members are known")
                .hasSize(1);
        assertThat(read(published("kms-list-keys.other-account-denied"), Samples.ALL_ACCOUNTS)
                        .readings())
                .as("in another organization, or in none")
                .hasSize(2)
                .allSatisfy(reading -> assertThat(reading.getFirst().context().get("aws:principalorgid"))
                        .isNotEqualTo(List.of(Ceilings.ORGANIZATION)));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3.amazonaws.com,             GetObject,             s3:GetObject
            s3.amazonaws.com,             HeadObject,            s3:GetObject
            s3.amazonaws.com,             PutObject,             s3:PutObject
            s3.amazonaws.com,             ListObjects,           s3:ListBucket
            s3.amazonaws.com,             UploadPart,            s3:PutObject
            s3.amazonaws.com,             CopyObject,            s3:?
            s3express.amazonaws.com,      CreateSession,         s3express:CreateSession
            s3express.amazonaws.com,      GetObject,             s3express:?
            s3.amazonaws.com,             GetBucketLifecycle,    s3:?
            s3.amazonaws.com,             GetObjectAttributes,   s3:GetObject + s3:GetObjectAttributes
            kms.amazonaws.com,            ReEncrypt,             kms:ReEncryptFrom + kms:ReEncryptTo
            kms.amazonaws.com,            GenerateDataKey,       kms:GenerateDataKey
            monitoring.amazonaws.com,     PutMetricData,         cloudwatch:PutMetricData
            lambda.amazonaws.com,         GetFunction20150331v2, lambda:GetFunction
            lambda.amazonaws.com,         Invoke,                lambda:InvokeFunction
            dynamodb.amazonaws.com,       PutItem,               dynamodb:PutItem
            dynamodb.amazonaws.com,       BatchGetItem,          dynamodb:BatchGetItem
            dynamodb.amazonaws.com,       TransactGetItems,      dynamodb:GetItem
            dynamodb.amazonaws.com,       TransactWriteItems,    dynamodb:?
            sqs.amazonaws.com,            SendMessageBatch,      sqs:SendMessage
            """)
    void aCallIsKnownByTheNamesThatPoliciesUse(String source, String name, String actions) {
        assertThat(CallNames.ways(source, name, Optional.of(Set.of("key"))))
                .containsExactly(List.of(actions.split(" \\+ ")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3,  GetObject,             versionId,         s3:GetObjectVersion
            s3,  HeadObject,            versionId,         s3:GetObjectVersion
            s3,  DeleteObject,          versionId,         s3:DeleteObjectVersion
            s3,  PutObjectAcl,          versionId,         s3:PutObjectVersionAcl
            s3,  GetObjectTagging,      versionId,         s3:GetObjectVersionTagging
            s3,  GetObjectAttributes,   versionId,         s3:GetObjectVersion + s3:GetObjectVersionAttributes
            s3,  GetObjectRetention,    versionId,         s3:GetObjectRetention
            s3,  PutObject,             x-amz-acl,         s3:PutObject + s3:PutObjectAcl
            s3,  CreateMultipartUpload, x-amz-tagging,     s3:PutObject + s3:PutObjectTagging
            sts, AssumeRole,            sourceIdentity,    sts:AssumeRole + sts:SetSourceIdentity
            sts, AssumeRole,            roleArn,           sts:AssumeRole
            sts, AssumeRoleWithSAML,    sAMLAssertionID,   sts:AssumeRoleWithSAML
            """)
    void whatACallAsksForIsJudgedByItsActions(String service, String name, String parameter, String actions) {
        assertThat(CallNames.ways(service + ".amazonaws.com", name, Optional.of(Set.of(parameter))))
                .containsExactly(List.of(actions.split(" \\+ ")));
    }

    /// AWS does not say whether these are judged at an endpoint.
    @ParameterizedTest
    @CsvSource(textBlock = """
            AssumeRoleWithSAML,        principalTags,     sts:TagSession
            AssumeRoleWithWebIdentity, transitiveTagKeys, sts:TagSession
            AssumeRoleWithWebIdentity, sourceIdentity,    sts:SetSourceIdentity
            """)
    void whatATokenSaysOfTheSessionMayBeJudged(String name, String parameter, String action) {
        assertThat(CallNames.ways("sts.amazonaws.com", name, Optional.of(Set.of(parameter))))
                .containsExactly(List.of("sts:" + name), List.of("sts:" + name, action));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3,             CreateBucket,         s3:?
            s3,             PutObjectRetention,   s3:BypassGovernanceRetention
            secretsmanager, BatchGetSecretValue,  secretsmanager:?
            sqs,            StartMessageMoveTask, sqs:?
            """)
    void theOwnActionIsNeededWhateverElseMayBe(String service, String name, String more) {
        for (var parameters : List.of(Optional.<Set<String>>empty(), Optional.of(Set.of("key")))) {
            assertThat(CallNames.ways(service + ".amazonaws.com", name, parameters))
                    .containsExactly(List.of(service + ":" + name), List.of(service + ":" + name, more));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "''", "[]", "{}"})
    void aParameterThatSaysNothingAsksForNothing(String value) {
        var parameters = Samples.json("{'tags': %s}".formatted(value).replace('\'', '"'));
        var call = Samples.call("AssumeRole", "arn:aws:iam::111122223333:role/app", "", AT) instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str("sts.amazonaws.com")).with("requestParameters", parameters)
                : new Json.Null();

        assertThat(read(call, Accounts.UNKNOWN).ways()).containsExactly(List.of("sts:AssumeRole"));
    }

    @Test
    void withoutParametersACallMayBeAnyOfThem() {
        assertThat(CallNames.ways("s3.amazonaws.com", "GetObject", Optional.empty()))
                .containsExactly(List.of("s3:GetObject"), List.of("s3:GetObjectVersion"));
        assertThat(CallNames.ways("s3.amazonaws.com", "DeleteObjects", Optional.of(Set.of("delete"))))
                .containsExactly(
                        List.of("s3:DeleteObject"),
                        List.of("s3:DeleteObject", "s3:BypassGovernanceRetention"),
                        List.of("s3:DeleteObjectVersion"),
                        List.of("s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"));
        assertThat(CallNames.ways("sts.amazonaws.com", "AssumeRole", Optional.empty()))
                .containsExactly(
                        List.of("sts:AssumeRole"),
                        List.of("sts:AssumeRole", "sts:SetContext"),
                        List.of("sts:AssumeRole", "sts:SetSourceIdentity"),
                        List.of("sts:AssumeRole", "sts:TagSession"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            GetObject,     arn:aws:s3:::files/a/b, arn:aws:s3:::files/a/b, arn:aws:s3:::files/*
            ListObjectsV2, arn:aws:s3:::files,     arn:aws:s3:::files,     arn:aws:s3:::files
            GetObject,     arn:aws:s3:::files,     ?,                      something of account 444455556666
            DeleteObjects, arn:aws:s3:::files,     ?,                      something of account 444455556666
            """)
    void aRecordsResourceIsTakenWhereItIsTheOneThatIsJudged(
            String name, String recorded, String resource, String target) {
        var call = read(Samples.call(name, recorded, "444455556666", AT), Accounts.UNKNOWN);

        assertThat(call.request().resource()).isEqualTo(resource);
        assertThat(call.target()).isEqualTo(target);
        assertThat(one(call, "aws:resourceaccount")).hasValue("444455556666");
    }

    /// Its record may name the target alone, whose owner is not the source's.
    @Test
    void ofACopyNeitherResourceNorOwnerIsKnown() {
        var call = read(Samples.call("CopyObject", "arn:aws:s3:::files/a/b", "444455556666", AT), Accounts.UNKNOWN);

        assertThat(call.request().resource()).isEqualTo(Request.UNKNOWN);
        assertThat(one(call, "aws:resourceaccount")).isEmpty();
    }

    @Test
    void whatIsHiddenIsNotKnown() {
        var hidden = published("s3-get-object.other-account-denied") instanceof Json.Obj record
                ? record.with(
                        "requestParameters",
                        Samples.json("{\"bucketName\": \"files\", \"key\": \"HIDDEN_DUE_TO_SECURITY_REASONS\"}"))
                : new Json.Null();

        assertThat(read(hidden, Accounts.UNKNOWN).request().resource()).isEqualTo(Request.UNKNOWN);
        assertThat(read(published("s3-get-object.other-account-denied"), Accounts.UNKNOWN)
                        .request()
                        .resource())
                .isEqualTo("arn:aws:s3:::example-bucket/sensitive-file.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"eventType\": \"AwsApiCall\", \"vpcEndpointId\": \"vpce-1\"}"})
    void otherRecordsArePassedOver(String record) {
        assertThat(new CallReader(Accounts.UNKNOWN).read(Samples.json(record)))
                .isInstanceOf(CallReader.Reading.Other.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventType\": \"AwsVpceEvents\"}",
                "{\"eventType\": \"AwsVpceEvent\", \"vpcEndpointId\": \"vpce-1\", \"eventSource\": \"s3.amazonaws.com\","
                        + " \"eventName\": \"GetObject\", \"eventTime\": \"yesterday\"}"
            })
    void aRecordWithoutWhatEveryOneHasIsSaidToBeUnreadable(String record) {
        assertThat(new CallReader(Accounts.UNKNOWN).read(Samples.json(record)))
                .isInstanceOf(CallReader.Reading.Unreadable.class);
    }
}
