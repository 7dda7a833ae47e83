package vpceguard.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;

/// What a policy says of calls that need several actions, or may.
class NeededActionsTest {
    private static final Instant AT = Instant.parse("2026-11-01T00:30:00Z");
    private static final Policy OPEN = allowing("'*'");
    private static final String FILES = "arn:aws:s3:::files/key";

    private static Policy allowing(String actions) {
        return Policies.read(Policies.document(
                "2012-10-17", "{'Effect':'Allow','Principal':'*','Action':[" + actions + "],'Resource':'*'}"));
    }

    private static RecordedCall call(String source, String name, Optional<String> parameters) {
        var call = Samples.call(name, FILES, "", AT) instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str(source))
                        .with("requestParameters", parameters.map(Samples::json).orElse(new Json.Null()))
                : new Json.Null();
        return Samples.read(call, Samples.ALL_ACCOUNTS);
    }

    private static Rehearsal of(Policy after, RecordedCall... calls) {
        var rehearsing = new Rehearsing(OPEN, after, EndpointType.INTERFACE, Optional.empty(), Coverage.Window.OPEN);
        List.of(calls).forEach(rehearsing::add);
        return rehearsing.result();
    }

    @Test
    void aCallThatNeedsTwoActionsIsDeniedWithEitherAndKeptByBoth() {
        var call = call("kms.amazonaws.com", "ReEncrypt", Optional.empty());

        assertThat(of(allowing("'kms:ReEncryptFrom','kms:ReEncryptTo'"), call).stay())
                .isEqualTo(1);
        assertThat(of(allowing("'kms:ReEncrypt'"), call).denied()).isEqualTo(1);
        var denied = of(allowing("'kms:ReEncryptFrom'"), call).denials();
        assertThat(denied).singleElement().satisfies(group -> {
            assertThat(group.action()).isEqualTo("kms:ReEncryptFrom and kms:ReEncryptTo");
            assertThat(group.keeping().orElseThrow().json().at("Action"))
                    .contains(Json.Arr.ofTexts(List.of("kms:ReEncryptFrom", "kms:ReEncryptTo")));
        });
    }

    @Test
    void whatARecordDoesNotTellOfTheActionCannotBeTold() {
        var untold = of(allowing("'s3:GetObject'"), call("s3.amazonaws.com", "GetObject", Optional.empty()));

        assertThat(untold.why()).containsExactly(Map.entry("the action (perhaps s3:GetObjectVersion)", 1L));
        assertThat(of(
                                allowing("'s3:GetObject'"),
                                call("s3.amazonaws.com", "GetObject", Optional.of("{\"key\": \"a\"}")),
                                call("s3.amazonaws.com", "GetObject", Optional.of("{\"versionId\": \"3HL4\"}")))
                        .json()
                        .get("sentence"))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence.text().orElseThrow()).startsWith("would have denied 1 of 2 calls"));
        assertThat(of(allowing("'s3:Put*'"), call("s3.amazonaws.com", "GetObject", Optional.empty()))
                        .denials())
                .singleElement()
                .satisfies(
                        group -> assertThat(group.keeping().orElseThrow().json().at("Action"))
                                .as("whichever it was")
                                .contains(Json.Arr.ofTexts(List.of("s3:GetObject", "s3:GetObjectVersion"))));
        assertThat(of(allowing("'s3:Get*'"), call("s3.amazonaws.com", "PutObject", Optional.empty()))
                        .denials())
                .singleElement()
                .satisfies(
                        group -> assertThat(group.keeping().orElseThrow().json().at("Action"))
                                .as("and nothing that it may have needed besides")
                                .contains(new Json.Str("s3:PutObject")));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            s3,             CreateBucket
            s3,             PutObjectRetention
            secretsmanager, BatchGetSecretValue
            sqs,            StartMessageMoveTask
            """)
    void aCallIsDeniedWithoutItsOwnActionWhateverElseItNeeds(String service, String name) {
        var call = call(service + ".amazonaws.com", name, Optional.empty());
        var own = service + ":" + name;

        assertThat(of(allowing("'" + service + ":Get*'"), call).denials())
                .singleElement()
                .satisfies(group -> {
                    assertThat(group.action()).isEqualTo(own);
                    assertThat(group.keeping().orElseThrow().json().at("Action"))
                            .contains(new Json.Str(own));
                });
        assertThat(of(allowing("'" + own + "'"), call).untold()).isEqualTo(1);
        assertThat(of(allowing("'" + service + ":*'"), call).stay()).isEqualTo(1);
    }

    /// Of some calls alone the policy asks for an organization that the records do not tell.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            AssumeRoleWithSAML | sts:AssumeRoleWithSAML        | sts:GetCallerIdentity | the action (perhaps sts:TagSession)
            PutObject          | s3:PutObject,s3:*Acl,s3:*Hold | s3:GetObject          | the action (perhaps s3:PutObjectRetention, s3:PutObjectTagging)
            GetObject          | s3:PutObject                  | s3:GetObject          | the action (perhaps s3:GetObjectVersion), aws:ResourceOrgID
            GetObject          | s3:GetObject                  | s3:GetObjectVersion   | the action (perhaps s3:GetObjectVersion), aws:ResourceOrgID
            GetObject          | s3:PutObject                  | s3:*                  | aws:ResourceOrgID
            CreateBucket       | s3:CreateBucket               | s3:GetObject          | the action
            CreateBucket       | s3:GetObject                  | s3:CreateBucket       | the action, aws:ResourceOrgID
            CopyObject         | s3:PutObject                  | s3:GetObject          | the action, aws:ResourceOrgID
            """)
    void whatIsOpenIsTheActionWhereThatMakesTheDifference(String name, String free, String conditional, String reason) {
        boolean isToken = name.startsWith("Assume");
        var parameters = Optional.of("{\"principalTags\": {\"team\": \"a\"}}").filter(_ -> isToken);
        var after = Policies.read(Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Resource':'*','Action':['" + free.replace(",", "','") + "']},"
                        + "{'Effect':'Allow','Principal':'*','Resource':'*','Action':'" + conditional
                        + "','Condition':{'StringEquals':{'aws:ResourceOrgID':'o-a1b2c3d4e5'}}}"));

        assertThat(of(after, call((isToken ? "sts" : "s3") + ".amazonaws.com", name, parameters))
                        .why())
                .containsExactly(Map.entry(reason, 1L));
    }

    /// Of what the policy that stands denies a repair takes nothing away.
    @ParameterizedTest
    @CsvSource(textBlock = """
            s3,  GetObject,  's3:GetObject',                       s3:GetObject
            s3,  PutObject,  's3:PutObject',                       s3:PutObject
            s3,  PutObject,  's3:PutObject,s3:PutObjectAcl',       s3:PutObject
            sts, AssumeRole, 'sts:AssumeRole',                     sts:AssumeRole
            sts, AssumeRole, 'sts:AssumeRole,sts:TagSession',      sts:AssumeRole
            """)
    void whatThePolicyThatStandsDeniesIsNotHeldAgainstTheOther(
            String service, String name, String actions, String action) {
        var listed = "'" + actions.replace(",", "','") + "'";
        var call = call(service + ".amazonaws.com", name, Optional.empty());

        assertThat(of(allowing(listed), ofOwn(listed), call).stay()).isEqualTo(1);
        assertThat(of(allowing(listed), allowing("'ec2:*'"), call).denials())
                .singleElement()
                .satisfies(group -> assertThat(group.action()).isEqualTo(action));
    }

    @Test
    void whatOfItsPossibleNeedsIsTakenAwayIsHeldAgainstIt() {
        var call = call("s3.amazonaws.com", "PutObject", Optional.empty());
        var acl = allowing("'s3:PutObject','s3:PutObjectAcl'");

        assertThat(of(acl, allowing("'s3:PutObject'"), call).why())
                .containsExactly(Map.entry("the action (perhaps s3:PutObjectAcl)", 1L));
        assertThat(of(allowing("'s3:GetObject'"), allowing("'s3:GetObject'"), call)
                        .json())
                .satisfies(result -> assertThat(result.at("deniedSince")).contains(Json.Num.of(1)));
    }

    private static Policy ofOwn(String actions) {
        return Policies.read(Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Action':[" + actions + "],'Resource':'*','Condition':"
                        + "{'StringEquals':{'aws:PrincipalAccount':'" + Samples.OWN + "'}}}"));
    }

    private static Rehearsal of(Policy before, Policy after, RecordedCall call) {
        var rehearsing = new Rehearsing(before, after, EndpointType.INTERFACE, Optional.empty(), Coverage.Window.OPEN);
        rehearsing.add(call);
        return rehearsing.result();
    }
}
