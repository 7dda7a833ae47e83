package vpceguard.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;

class KeepingStatementTest {
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");
    private static final String FILES = "arn:aws:s3:::files/key";
    private static final Policy TAGGING = Policies.read(Policies.document(
            "2012-10-17",
            "{'Effect':'Allow','Principal':'*','Action':['s3:PutObject','s3:PutObjectTagging'],'Resource':'*'}"));

    private static RecordedCall call(String service, String name, String owner) {
        var call = Samples.call(name, FILES, owner, AT) instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str(service + ".amazonaws.com"))
                : new Json.Null();
        return Samples.read(call, Samples.ALL_ACCOUNTS);
    }

    /// Published records name no resource.
    @Test
    void whatAStatementLetsThroughBesideIsSaid() {
        assertThat(remark(call("s3", "RestoreObject", "")))
                .isEqualTo("the record names no resource: this lets the caller make the call on everything; put the ARN"
                        + " in its place");
        assertThat(remark(call("s3", "GetObject", Samples.STRANGER)))
                .isEqualTo("the record does not tell whether the call named a version of the object: leave out the"
                        + " action that is not needed");
        assertThat(remark(call("kms", "ReEncrypt", ""))).doesNotContain("does not tell", "is not known");
        assertThat(remark(call("s3", "RestoreObject", Samples.STRANGER))).isEmpty();
        assertThat(remark(somebodys()))
                .isEqualTo(
                        "the record names no caller and no resource: this lets everybody in the account make the call"
                                + " on everything of account " + Samples.OWN + "; put the ARN in its place");
    }

    @Test
    void whatACallMayNeedBesideTheStatementIsSaid() {
        var put = call("s3", "PutObject", Samples.STRANGER);

        assertThat(remark(put))
                .isEqualTo("what else the call needs, if anything, is not known: perhaps"
                        + " s3:PutObjectAcl, s3:PutObjectLegalHold, s3:PutObjectRetention, s3:PutObjectTagging");
        var acl = Rehearsing.without(Decision.ALLOWED, TAGGING, EndpointType.INTERFACE, put)
                .orElseThrow();
        assertThat(acl.action()).isEqualTo("s3:PutObject");
        assertThat(acl.keeping().orElseThrow().json().at("Action"))
                .contains(Json.Arr.ofTexts(
                        List.of("s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectLegalHold", "s3:PutObjectRetention")));
        assertThat(remark(acl))
                .isEqualTo("the record does not tell what the call asked for: leave out the actions that are not"
                        + " needed");
        assertThat(remark(Samples.read(
                        Samples.call("PutObject", FILES, "", AT) instanceof Json.Obj record
                                ? record.with("requestParameters", Samples.json("{\"x-amz-acl\": \"private\"}"))
                                : new Json.Null(),
                        Samples.ALL_ACCOUNTS)))
                .doesNotContain("does not tell", "is not known");
    }

    /// The record tells the tags; whether they are judged at an endpoint AWS does not say.
    @Test
    void whatAwsDoesNotSayIsNotHeldAgainstTheRecord() {
        var federated = Samples.call("AssumeRoleWithSAML", FILES, Samples.STRANGER, AT) instanceof Json.Obj record
                ? record.with("eventSource", new Json.Str("sts.amazonaws.com"))
                        .with("requestParameters", Samples.json("{\"principalTags\": {\"team\": \"a\"}}"))
                : new Json.Null();

        assertThat(remark(Samples.read(federated, Samples.ALL_ACCOUNTS)))
                .isEqualTo("what else the call needs, if anything, is not known: perhaps sts:TagSession")
                .doesNotContain("the record");
    }

    /// `s3:?` is no action that people could write.
    @Test
    void anActionThatIsNotKnownIsNeverProposed() {
        var create = call("s3", "CreateBucket", Samples.STRANGER);
        assertThat(remark(create)).isEqualTo("what else the call needs, if anything, is not known");
        assertThat(create.keeping().orElseThrow().json().at("Action")).contains(new Json.Str("s3:CreateBucket"));

        var creating = Policies.read(Policies.document(
                "2012-10-17", "{'Effect':'Allow','Principal':'*','Action':'s3:CreateBucket','Resource':'*'}"));
        assertThat(Rehearsing.without(Decision.ALLOWED, creating, EndpointType.INTERFACE, create)
                        .orElseThrow()
                        .keeping())
                .as("what it lacked beside")
                .isEmpty();
    }

    private static String remark(RecordedCall call) {
        return call.keeping().orElseThrow().remark().orElse("");
    }

    /// Of another account's caller, upon something of the own.
    private static RecordedCall somebodys() {
        var call = Samples.call("RestoreObject", "arn:aws:s3:::files", Samples.OWN, AT) instanceof Json.Obj record
                ? record.with(
                        "userIdentity",
                        Samples.json("{\"type\": \"AWSAccount\", \"accountId\": \"" + Samples.STRANGER + "\"}"))
                : new Json.Null();
        return Samples.read(call, Samples.ALL_ACCOUNTS);
    }
}
