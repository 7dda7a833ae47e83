package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Membership;
import vpceguard.rehearsal.Samples;

/// What is told of calls that a repaired endpoint denies.
class DenialWatchTest {
    private static final String MEMBERS = ", 'rehearsal': {'members': ['111122223333', '222233334444']}";

    static World repaired() {
        var world = World.openS3();
        world.resources = Level.REMEDIATE;
        world.members = MEMBERS;
        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
        world.fakes.notices.clear();
        return world;
    }

    static Json denied(Json record, Instant at) {
        return record instanceof Json.Obj call
                ? call.with("errorCode", new Json.Str("VpceAccessDenied"))
                        .with("vpcEndpointId", new Json.Str(World.ID.value()))
                        .with("eventTime", new Json.Str(at.toString()))
                : new Json.Null();
    }

    static Json ofTheRole(String owner, Instant at) {
        return denied(Samples.call("GetObject", "arn:aws:s3:::files/key", owner, at), at);
    }

    private static Json unsigned(Json record) {
        var nobody = Json.object()
                .put("type", "AWSAccount")
                .put("accountId", "ANONYMOUS_PRINCIPAL")
                .build();
        return by(nobody, record);
    }

    private static Json by(Json.Obj identity, Json record) {
        return record instanceof Json.Obj call ? call.with("userIdentity", identity) : new Json.Null();
    }

    static Json ofAStranger(Instant at) {
        return denied(Samples.published("s3-get-object.other-account-denied"), at);
    }

    @Test
    void aTrustedCallerIsToldWithTheWayBackAndTheStatement() {
        var world = repaired();

        assertThat(world.denied(ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60))))
                .isEqualTo("TRUSTED");

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("DENIED. Act if this call is needed")
                        .contains("Repair    of " + World.NOW)
                        .contains("\"Action\":[\"s3:GetObject\",\"s3:GetObjectVersion\"],"
                                + "\"Resource\":\"arn:aws:s3:::files/*\"")
                        .contains("whether the call named a version of the object: leave out the action")
                        .contains("./vpce-guard follow --stack=", "./vpce-guard undo --stack=")
                        .contains("--reason=WHY '" + World.ID + "/one'", "--cause='one'")
                        .doesNotContain("the record names no"));
    }

    @Test
    void aStrangerWasStopped() {
        var world = repaired();

        assertThat(world.denied(ofAStranger(World.NOW.plusSeconds(60)))).isEqualTo("STRANGER");
        assertThat(world.fakes.journal.getLast().at("detail", "result")).hasValue(new Json.Str("DENIED"));
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("DENIED. Nothing to do: a repair has just stopped a stranger")
                        .doesNotContain("To let it through"));
    }

    @Test
    void anUnsignedCallMayBeADownload() {
        var world = repaired();

        assertThat(world.denied(unsigned(ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60)))))
                .isEqualTo("UNSIGNED");
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("DENIED. Look: a repair denies an unsigned call")
                        .contains("To let it through, if the resource is public and you use it")
                        .contains("\"Resource\":\"arn:aws:s3:::files/*\"", "\"aws:PrincipalAccount\":\"anonymous\"")
                        .contains("./vpce-guard undo --stack="));
    }

    /// A statement for it would be for everybody, upon everything.
    @Test
    void thereIsNoStatementForAnUnsignedCallUponNobodyKnowsWhat() {
        var world = repaired();

        assertThat(world.denied(unsigned(ofTheRole("", World.NOW.plusSeconds(60)))))
                .isEqualTo("UNKNOWN");
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("the record tells too little of the call"));
    }

    @Test
    void aCallWithinTheCeilingIsAFault() {
        var world = repaired();

        assertThat(world.denied(ofTheRole(Samples.OWN, World.NOW.plusSeconds(60))))
                .isEqualTo("WITHIN_CEILING");
        assertThat(world.fakes.notices.getFirst().text())
                .contains("To let it through\n  ./vpce-guard follow --stack=")
                .doesNotContain("add to /services/", "./vpce-guard undo");
        assertThat(world.fakes.notices.getFirst().details().at("denial", "keeping"))
                .isEmpty();
    }

    private static Json put(Instant at) {
        return denied(Samples.call("PutObject", "arn:aws:s3:::files/key", Samples.STRANGER, at), at);
    }

    private static Json.Obj statement(World world) {
        return (Json.Obj)
                world.fakes.notices.getLast().details().at("denial", "keeping").orElseThrow();
    }

    private static void add(World world, Json.Obj... statements) {
        world.members +=
                ", 'services': {'s3': {'also': " + JsonWriter.compact(new Json.Arr(List.of(statements))) + "}}";
    }

    private static Json.Obj only(Json.Obj statement, String action) {
        return statement.with("Action", new Json.Str(action));
    }

    /// It lets through the call as it most likely was.
    @Test
    void theStatementInTheDocumentIsAWayOut() {
        var world = repaired();
        assertThat(world.denied(put(World.NOW.plusSeconds(60)))).isEqualTo("TRUSTED");
        add(world, statement(world));
        world.now = World.NOW.plus(Duration.ofDays(1));

        assertThat(world.denied(put(world.now))).isEqualTo("WITHIN_CEILING");
    }

    @Test
    void theActionThatIsNotNeededMayBeLeftOut() {
        var world = repaired();
        assertThat(world.denied(ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60))))
                .isEqualTo("TRUSTED");
        add(world, only(statement(world), "s3:GetObject"));
        world.now = World.NOW.plus(Duration.ofDays(1));

        assertThat(world.denied(ofTheRole(Samples.STRANGER, world.now))).isEqualTo("WITHIN_CEILING");
    }

    /// What the policy lets through was not denied.
    @Test
    void whatIsDeniedAllTheSameIsToldAsWhatItThenWas() {
        var world = World.openS3();
        world.resources = Level.REMEDIATE;
        world.members = MEMBERS;
        var own = repaired();
        var _ = own.denied(put(World.NOW.plusSeconds(60)));
        var put = statement(own);
        own.now = World.NOW.plus(Duration.ofDays(1));
        var _ = own.denied(ofTheRole(Samples.STRANGER, own.now));
        add(world, put, only(statement(own), "s3:GetObject"));
        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");

        assertThat(world.denied(put(World.NOW.plusSeconds(60)))).isEqualTo("TRUSTED");
        assertThat(statement(world).at("Action"))
                .contains(Json.Arr.ofTexts(List.of(
                        "s3:PutObject",
                        "s3:PutObjectAcl",
                        "s3:PutObjectLegalHold",
                        "s3:PutObjectRetention",
                        "s3:PutObjectTagging")));
        assertThat(world.denied(ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60))))
                .isEqualTo("TRUSTED");
        assertThat(statement(world).at("Action")).contains(new Json.Str("s3:GetObjectVersion"));
    }

    @Test
    void aPartnerWhomTheDocumentLetsInIsNoStranger() {
        var world = repaired();
        world.members += """
                , 'services': {'s3': {'also': [{'Effect': 'Allow', 'Principal': '*',
                  'Action': ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
                  'Resource': ['arn:aws:s3:::files', 'arn:aws:s3:::files/*'],
                  'Condition': {'StringEquals': {'aws:PrincipalAccount': '777788889999'}}}]}}""";

        var partner = Json.object()
                .put("type", "AWSAccount")
                .put("accountId", Samples.STRANGER)
                .build();

        assertThat(world.denied(by(partner, ofTheRole(Samples.OWN, World.NOW.plusSeconds(60)))))
                .isEqualTo("WITHIN_CEILING");
    }

    @Test
    void eachKindOfCallIsToldOnceADay() {
        var world = repaired();
        for (int i = 1; i < 5; i++) {
            var _ = world.denied(ofAStranger(World.NOW.plusSeconds(60L * i)));
            var _ = world.denied(ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60L * i)));
        }

        assertThat(world.fakes.notices).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"mine.aws.s3,111122223333,us-east-1", "aws.s3,444455556666,us-east-1", "aws.s3,111122223333,eu-west-1"})
    void whatIsNotOfAwsOrOfAnotherAccountOrRegionIsNotTold(String source, String account, String region) {
        var world = repaired();

        assertThat(world.deniedEvent(source, account, region, ofAStranger(World.NOW.plusSeconds(60))))
                .isEqualTo("IGNORED");
        assertThat(world.fakes.notices).isEmpty();
    }

    /// Whom it hit depends on the perimeter, so that the event waits for it.
    @Test
    void whatNobodyCanTellYetComesBack() {
        var world = repaired();
        var call = ofAStranger(World.NOW.plusSeconds(60));
        world.membership = new Membership.Unanswered("no answer");
        world.now = world.now.plus(Duration.ofHours(2));
        assertThatThrownBy(() -> world.denied(call))
                .hasMessageContaining("until the perimeter is confirmed: ")
                .hasMessageContaining("./vpce-guard redrive");
        assertThat(world.fakes.notices).isEmpty();

        world.membership = new Membership.Member("o-a1b2c3d4e5");
        assertThat(world.denied(call)).isEqualTo("STRANGER");
    }

    @Test
    void whatNoRepairDidIsNotTold() {
        var world = repaired();
        assertThat(world.denied(ofAStranger(World.NOW.plus(Duration.ofDays(8)))))
                .isEqualTo("NOT_REPAIRED");
        assertThat(world.denied(ofAStranger(World.NOW.minusSeconds(60)))).isEqualTo("NOT_REPAIRED");

        world.show("{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}");
        assertThat(world.denied(ofAStranger(World.NOW.plusSeconds(60)))).isEqualTo("NOT_OURS");
        assertThat(World.openS3().denied(ofAStranger(World.NOW.plusSeconds(60))))
                .isEqualTo("NOT_REPAIRED");
        assertThat(world.fakes.notices).isEmpty();
    }
}
