package vpceguard.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.CeilingCheck;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.rehearsal.Rehearsal.Verdict;

class RehearsingTest {
    private static final Instant START = Instant.parse("2026-11-01T00:30:00Z");
    private static final Policy OPEN = Policies.read(
            Policies.document("2008-10-17", "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}"));
    private static final Policy IDENTITIES = ceiling(EnumSet.of(Clause.IDENTITIES));
    private static final Policy BOTH = ceiling(EnumSet.of(Clause.IDENTITIES, Clause.RESOURCES));
    private static final String FILES = "arn:aws:s3:::files/key";

    private static Policy ceiling(Set<Clause> clauses) {
        return Ceilings.of("s3", clauses).policy();
    }

    private static Rehearsing rehearsing(Policy after) {
        return new Rehearsing(OPEN, after, EndpointType.GATEWAY, Optional.of(IDENTITIES), Coverage.Window.OPEN);
    }

    private static RecordedCall get(String owner, int hour) {
        return Samples.read(
                Samples.call("GetObject", FILES, owner, START.plus(Duration.ofHours(hour))), Samples.ALL_ACCOUNTS);
    }

    @Test
    void whatCouldNotBeReadLeavesNoEvidence() {
        var rehearsing = rehearsing(BOTH);
        rehearsing.add(get(Samples.OWN, 0));
        rehearsing.addUnreadable();
        var good = rehearsing.result();
        rehearsing.add(get(Samples.STRANGER, 0));
        var bad = rehearsing.result();

        assertThat(good.verdict()).isEqualTo(Verdict.NO_EVIDENCE);
        assertThat(new RehearsalText(good).sentence())
                .isEqualTo("no evidence: none of 1 call in 1 hour would have been denied; 1 network activity event"
                        + " could not be read");
        assertThat(good.json().at("unreadable")).contains(Json.Num.of(1));
        assertThat(bad.verdict()).isEqualTo(Verdict.WOULD_DENY);
        assertThat(bad.isEvidence()).isFalse();
        assertThat(new RehearsalText(bad).sentence())
                .startsWith("would have denied 1 of 2 calls")
                .endsWith("; 1 network activity event could not be read");
    }

    @Test
    void eachCallIsCountedOnce() {
        var rehearsing = rehearsing(BOTH);
        rehearsing.add(get(Samples.OWN, 0));
        rehearsing.add(get(Samples.STRANGER, 1));
        rehearsing.add(get(Samples.STRANGER, 5));
        rehearsing.add(get("", 5));
        rehearsing.add(Samples.read(Samples.published("s3-get-object.other-account-denied"), Samples.ALL_ACCOUNTS));

        var result = rehearsing.result();

        assertThat(result.calls()).isEqualTo(5);
        assertThat(result.stay()).isEqualTo(1);
        assertThat(result.denied()).isEqualTo(2);
        assertThat(result.untold()).isEqualTo(1);
        assertThat(result.already()).isEqualTo(1);
        assertThat(result.verdict()).isEqualTo(Verdict.WOULD_DENY);
        assertThat(result.why().keySet())
                .singleElement()
                .satisfies(reason -> assertThat(reason)
                        .contains("the resource", "aws:ResourceOrgID", "aws:ResourceAccount")
                        .doesNotContain("aws:PrincipalOrgID"));
        assertThat(result.denials()).singleElement().satisfies(group -> {
            assertThat(group.caller()).isEqualTo("arn:aws:iam::111122223333:role/app");
            assertThat(group.action()).isEqualTo("s3:GetObject");
            assertThat(group.target()).isEqualTo("arn:aws:s3:::files/*");
            assertThat(group.calls()).isEqualTo(2);
            assertThat(group.first()).isEqualTo(START.plus(Duration.ofHours(1)));
            assertThat(group.last()).isEqualTo(START.plus(Duration.ofHours(5)));
            assertThat(group.isTrusted()).isTrue();
        });
    }

    @Test
    void aStrangersCallsAreDeniedAndHeIsNotTrusted() {
        var rehearsing = rehearsing(IDENTITIES);
        var record = Samples.published("s3-get-object.other-account-denied") instanceof Json.Obj denied
                ? denied.with("errorCode", new Json.Null())
                : Samples.published("s3-get-object.other-account-denied");
        rehearsing.add(Samples.read(record, Samples.ALL_ACCOUNTS));
        rehearsing.add(Samples.read(record, Samples.ACCOUNTS));

        var result = rehearsing.result();

        assertThat(result.denied()).as("with all members known").isEqualTo(1);
        assertThat(result.untold()).as("with some members known").isEqualTo(1);
        assertThat(result.trusted()).isEmpty();
    }

    @Test
    void withoutRecordsOrWithPoorOnesThereIsNoEvidence() {
        assertThat(rehearsing(BOTH).result().verdict()).isEqualTo(Verdict.NO_EVIDENCE);

        var poor = rehearsing(BOTH);
        poor.add(get(Samples.OWN, 0));
        poor.add(get("", 1));
        assertThat(poor.result().verdict()).as("half of it told").isEqualTo(Verdict.NONE_DENIED);
        poor.add(get("", 2));
        assertThat(poor.result().verdict()).isEqualTo(Verdict.NO_EVIDENCE);
        assertThat(new RehearsalText(poor.result()).sentence()).startsWith("no evidence: of 3 calls");

        poor.add(get(Samples.STRANGER, 3));
        poor.add(get("", 3));
        assertThat(poor.result().verdict()).isEqualTo(Verdict.WOULD_DENY);
        assertThat(new RehearsalText(poor.result()).sentence())
                .startsWith("would have denied 1 of 5 calls")
                .contains("more than half of what is not denied already, so of the others there is no evidence");
    }

    @Test
    void callsThatAreDeniedAlreadyMakeUpForNoneThatCannotBeTold() {
        var rehearsing = rehearsing(BOTH);
        var denied = Samples.read(Samples.published("s3-get-object.other-account-denied"), Samples.ALL_ACCOUNTS);
        for (int i = 0; i < 60; i++) {
            rehearsing.add(denied);
        }
        rehearsing.add(get("", 1));

        var result = rehearsing.result();

        assertThat(result.verdict()).isEqualTo(Verdict.NO_EVIDENCE);
        assertThat(new RehearsalText(result).sentence())
                .startsWith("no evidence: of 61 calls in ")
                .endsWith(", 60 are denied already and 1 cannot be told, since their records leave out what decides");
    }

    @Test
    void callsThatAreDeniedAlreadyAreNoEvidence() {
        var rehearsing = new Rehearsing(
                Policies.read(Policies.document(
                        "2012-10-17", "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}")),
                BOTH,
                EndpointType.GATEWAY,
                Optional.empty(),
                Coverage.Window.OPEN);
        rehearsing.add(get(Samples.OWN, 0));
        rehearsing.add(Samples.read(Samples.published("s3-get-object.other-account-denied"), Samples.ALL_ACCOUNTS));

        var result = rehearsing.result();

        assertThat(result.verdict()).isEqualTo(Verdict.NO_EVIDENCE);
        assertThat(result.json().at("deniedSince")).contains(Json.Num.of(1));
        assertThat(new RehearsalText(result).lines(1))
                .first()
                .asString()
                .startsWith("no evidence: of 2 calls in ")
                .endsWith(", all are denied already");
        assertThat(new RehearsalText(result).lines(1))
                .contains("1 call of those denied already is recorded without a denial: the policy that stands is not"
                        + " the one that stood then");

        rehearsing.addUnreadable();
        assertThat(new RehearsalText(rehearsing.result()).sentence())
                .endsWith(", all are denied already; 1 network activity event could not be read");
    }

    @Test
    void theWindowIsTheTimeOfWhichRecordsAreAShare() {
        var window = Coverage.Window.of(Duration.ofDays(2), START.plus(Duration.ofDays(2)));
        var rehearsing = new Rehearsing(OPEN, IDENTITIES, EndpointType.GATEWAY, Optional.empty(), window);
        rehearsing.add(get(Samples.OWN, -1));
        rehearsing.add(get(Samples.OWN, 49));
        rehearsing.add(get(Samples.OWN, 7));
        rehearsing.add(get(Samples.OWN, 1));
        rehearsing.add(get(Samples.OWN, 1));

        var result = rehearsing.result();

        assertThat(result.calls()).as("those within it").isEqualTo(3);
        assertThat(result.coverage().hours()).isEqualTo(49);
        assertThat(result.coverage().hoursWithRecords()).isEqualTo(2);
        assertThat(new RehearsalText(result).sentence())
                .isEqualTo("would have denied none of 3 calls in 2 days; there are records for 4 % of the hours");
    }

    @Test
    void groupsAreBoundedAndTheRestIsCounted() {
        var rehearsing = rehearsing(BOTH);
        for (int i = 0; i < 700; i++) {
            rehearsing.add(Samples.read(
                    Samples.call("GetObject", "arn:aws:s3:::files" + i + "/key", Samples.STRANGER, START),
                    Samples.ALL_ACCOUNTS));
        }

        var result = rehearsing.result();

        assertThat(result.denied()).isEqualTo(700);
        assertThat(result.denials()).hasSize(500);
        assertThat(result.others()).isEqualTo(200);
        assertThat(result.brief(10).others()).isEqualTo(690);
    }

    @Test
    void strangersCallsHideNoTrustedCaller() {
        var rehearsing = rehearsing(BOTH);
        for (int i = 0; i < 501; i++) {
            rehearsing.add(unsigned("arn:aws:s3:::files" + i + "/key"));
        }
        rehearsing.add(get(Samples.STRANGER, 1));

        var result = rehearsing.result();

        assertThat(result.denied()).isEqualTo(502);
        assertThat(result.others()).isEqualTo(1);
        assertThat(result.trusted()).extracting(Denials::caller).containsExactly("arn:aws:iam::111122223333:role/app");
    }

    private static RecordedCall unsigned(String object) {
        var call = Samples.call("GetObject", object, Samples.STRANGER, START) instanceof Json.Obj record
                ? record.with(
                        "userIdentity",
                        Samples.json("{\"type\": \"AWSAccount\", \"accountId\": \"ANONYMOUS_PRINCIPAL\"}"))
                : new Json.Null();
        return Samples.read(call, Samples.ALL_ACCOUNTS);
    }

    /// The statement that is offered lets through the calls, by the ceiling of a document that holds it, and nobody
    /// else's.
    @Test
    void theKeepingStatementKeepsTheCall() {
        var rehearsing = rehearsing(BOTH);
        rehearsing.add(get(Samples.STRANGER, 1));
        var statement =
                rehearsing.result().trusted().getFirst().keeping().orElseThrow().json();
        var perimeter = Documents.perimeter(
                Json.object()
                        .put("organizations", Set.of(Ceilings.ORGANIZATION))
                        .put("accounts", Set.of(Samples.OWN))
                        .put(
                                "services",
                                Json.object()
                                        .put(
                                                "s3",
                                                Json.object()
                                                        .put("also", new Json.Arr(List.of(statement)))
                                                        .build())
                                        .build())
                        .build(),
                "aws");
        var widened = Ceilings.of(perimeter, "s3", EnumSet.of(Clause.IDENTITIES, Clause.RESOURCES));

        var again = rehearsing(widened.policy());
        again.add(get(Samples.STRANGER, 1));
        again.add(Samples.read(Samples.call("PutObject", FILES, Samples.STRANGER, START), Samples.ALL_ACCOUNTS));

        assertThat(again.result().stay()).isEqualTo(1);
        assertThat(again.result().denied()).isEqualTo(1);
        assertThat(CeilingCheck.fault(
                        perimeter, Set.of(perimeter.writtenClauses()), Optional.of(Samples.OWN), "us-east-1"))
                .isEmpty();
    }
}
