package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.perimeter.Membership;

/// Where notices go beside people.
class CopiesTest {
    /// Compliant but for how it is written.
    static final String NEGATED = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"NotAction\":\"s3:Put*\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{"
            + "\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}]}";

    @Test
    void aCopyGoesWithEachNotice() {
        var world = World.openS3();

        var _ = world.handle(World.created("call"));

        assertThat(world.fakes.copies).isEqualTo(world.fakes.notices).hasSize(1);
    }

    /// People are told once, the copy is sent until it is taken, and the record is open until then.
    @Test
    void aCopyThatFailsIsSentAgainAndPeopleAreNotToldTwice() {
        var world = World.openS3();
        world.fakes.copiesFail = true;
        assertThatThrownBy(() -> world.handle(World.created("call"))).isInstanceOf(IllegalStateException.class);
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.ledger.closed()).isEmpty();

        world.now = world.now.plusSeconds(60);
        world.fakes.copiesFail = false;
        var _ = world.handle(World.created("call"));

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.copies).hasSize(1);
        assertThat(world.fakes.ledger.closed()).hasSize(1);
    }

    @Test
    void aSweepWhoseCopyFailsTellsAllTheSameAndFails() {
        var world = World.openS3();
        world.fakes.copiesFail = true;

        assertThatThrownBy(world::sweep).isInstanceOf(IllegalStateException.class);

        assertThat(world.fakes.notices).hasSize(1);
        world.fakes.copiesFail = false;
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
    }

    /// Of what is found, and of what is over; people hear of neither again.
    @Test
    void aCopyOfASweepThatFailsIsSentAgainEachHourUntilItIsTaken() {
        var world = World.openS3();
        hourly(world, false);
        hourly(world, false);
        assertThat(world.fakes.copies).isEmpty();

        hourly(world, true);
        assertThat(ended(world, 0)).contains("policy-full-access FAILED ACTIVE");
        hourly(world, true);
        assertThat(world.fakes.copies).hasSize(1);
        assertThat(world.fakes.notices).hasSize(1);

        world.show(World.inside("s3:GetObject"));
        world.now = world.now.plusSeconds(86_400);
        hourly(world, false);
        hourly(world, false);
        assertThat(world.fakes.copies).hasSize(1);
        hourly(world, true);
        assertThat(ended(world, 1)).contains("policy-full-access PASSED ACTIVE");
        hourly(world, true);
        assertThat(world.fakes.copies).hasSize(2);
        assertThat(world.fakes.notices).hasSize(1);
    }

    /// People hear of what comes again while a copy of its end is owed.
    @Test
    void whatComesAgainIsToldThoughNoCopyOfItsEndWasTaken() {
        var world = World.openS3();
        hourly(world, true);
        world.show(World.inside("s3:GetObject"));
        world.now = world.now.plusSeconds(86_400);
        hourly(world, false);
        world.show(World.FULL_ACCESS);
        world.now = world.now.plusSeconds(86_400);
        hourly(world, false);
        assertThat(world.fakes.notices.stream().filter(notice -> notice.text().contains("1 endpoint")))
                .hasSize(2);

        hourly(world, true);
        assertThat(ended(world, 1)).contains("policy-full-access FAILED ACTIVE");
    }

    static void hourly(World world, boolean isTaken) {
        world.fakes.copiesFail = !isTaken;
        if (isTaken) {
            var _ = world.sweep(true, world.now.plusSeconds(900));
        } else {
            assertThatThrownBy(() -> world.sweep(true, world.now.plusSeconds(900)))
                    .isInstanceOf(IllegalStateException.class);
        }
        world.now = world.now.plusSeconds(600);
    }

    /// What no record keeps, alike.
    @Test
    void aCopyOfWhatIsToldOnceADayIsSentAgainAndPeopleAreNotToldTwice() {
        var world = World.openS3();
        world.unconfirmed(new Membership.Unanswered("no answer"));
        world.fakes.copiesFail = true;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(world::sweep).hasMessage("no copy");
        }
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .contains(
                                "To do     ./vpce-guard doctor --stack=vpce-guard --region=us-east-1 says what to put right; then"
                                        + " ./vpce-guard redrive --stack=vpce-guard --region=us-east-1"));
        world.fakes.copiesFail = false;

        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.copies).isEqualTo(world.fakes.notices);
    }

    /// The fields that BatchImportFindings requires, and their bounds.
    @Test
    void eachIsAFindingOfSecurityHub() {
        var world = World.openS3();
        var _ = world.handle(World.created("call"));
        var swept = World.openS3();
        var _ = swept.sweep();

        for (var notice : List.of(world.fakes.copies.getFirst(), swept.fakes.copies.getFirst())) {
            var findings = SecurityHubFindings.of(notice);
            assertThat(findings).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.textAt("SchemaVersion")).hasValue("2018-10-08");
                assertThat(finding.textAt("ProductArn"))
                        .hasValue("arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default");
                assertThat(finding.textAt("AwsAccountId")).hasValue("111122223333");
                assertThat(finding.textAt("Id"))
                        .hasValueSatisfying(id -> assertThat(id)
                                .startsWith("arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/" + World.ID + "/policy-")
                                .hasSizeLessThan(513));
                for (var name : List.of("GeneratorId", "CreatedAt", "UpdatedAt")) {
                    assertThat(finding.textAt(name)).as(name).isPresent();
                }
                assertThat(finding.textAt("Title").orElseThrow()).hasSizeLessThan(257);
                assertThat(finding.textAt("Description").orElseThrow()).hasSizeLessThan(1025);
                assertThat(finding.at("Resources").orElseThrow())
                        .isInstanceOfSatisfying(
                                Json.Arr.class,
                                resources -> assertThat(resources.items()).allSatisfy(resource -> {
                                    assertThat(resource.textAt("Type")).hasValue("Other");
                                    assertThat(resource.textAt("Id")).isPresent();
                                }));
                assertThat(finding.textAt("FindingProviderFields", "Severity", "Label")
                                .orElseThrow())
                        .isIn("LOW", "MEDIUM", "HIGH", "CRITICAL");
            });
        }
    }

    @Test
    void aRepairTurnsTheFindingOfBeforeIntoPassed() {
        var swept = World.openS3();
        var _ = swept.sweep();
        var before = finding(SecurityHubFindings.of(swept.fakes.copies.getFirst()));
        var repaired = World.openS3();
        var _ = repaired.handle(World.created("call"));
        var after = finding(SecurityHubFindings.of(repaired.fakes.copies.getFirst()));

        assertThat(after.textAt("Id")).isEqualTo(before.textAt("Id"));
        assertThat(before.textAt("Compliance", "Status")).hasValue("FAILED");
        assertThat(after.textAt("Compliance", "Status")).hasValue("PASSED");
    }

    /// What its owner mended is over where findings are kept; people need not hear of it.
    @Test
    void whatItsOwnerMendedIsOverWithTheNextSweep() {
        var world = World.openS3();
        var _ = world.sweep();
        world.show(World.inside("s3:GetObject"));
        world.now = world.now.plusSeconds(86_400);
        var _ = world.handle(World.modified("mended", World.policySet(World.inside("s3:GetObject")), world.now));

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.copies).hasSize(2);
        var over = SecurityHubFindings.of(world.fakes.copies.getLast());
        assertThat(finding(over).textAt("Compliance", "Status")).hasValue("PASSED");
        world.now = world.now.plusSeconds(86_400);
        var _ = world.sweep();
        assertThat(world.fakes.copies).hasSize(2);
    }

    /// Whatever else there is by then, and whenever people are told of that.
    @ParameterizedTest
    @ValueSource(strings = {"daily", "weekly", "off"})
    void whatIsMendedIsOverThoughOtherNewsWait(String digest) {
        var world = World.openS3();
        var _ = world.sweep();
        world.notices = ", 'notices': {'digest': '" + digest + "'}";
        world.show(NEGATED);
        world.now = world.now.plusSeconds(86_400);

        var _ = world.sweep();

        assertThat(ended(world, 1)).contains("policy-full-access PASSED ACTIVE");
        int copies = world.fakes.copies.size();
        world.now = world.now.plusSeconds(86_400);
        var _ = world.sweep();
        assertThat(ended(world, copies)).as("told once").noneMatch(found -> found.contains("PASSED"));
        world.notices = "";
        assertThat(world.sweep()).contains(digest.equals("daily") ? "0 told" : "1 told");
    }

    /// What a call's notice told of is over with the call that mends it, and told once more if it comes again.
    @Test
    void whatACallWasToldOfIsOverOnceItIsMended() {
        var world = World.with("athena", EndpointType.INTERFACE, World.FULL_ACCESS);
        assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
        var inside = World.inside("athena:*");

        for (int day = 1; day <= 2; day++) {
            int told = world.fakes.copies.size();
            world.now = world.now.plusSeconds(86_400);
            world.show(inside);
            assertThat(world.handle(World.modified("mended" + day, World.policySet(inside), world.now)))
                    .isEqualTo("COMPLIANT");
            assertThat(ended(world, told)).contains("policy-full-access PASSED ACTIVE");
            assertThat(world.handle(World.modified("alike" + day, World.policySet(inside), world.now)))
                    .isEqualTo("COMPLIANT");
            assertThat(world.fakes.copies).hasSize(told + 1);
            assertThat(world.fakes.notices).hasSize(day);

            world.show(World.FULL_ACCESS);
            assertThat(world.handle(World.modified("again" + day, World.policySet(World.FULL_ACCESS), world.now)))
                    .isEqualTo("NOT_CHANGED");
            assertThat(world.fakes.notices).hasSize(day + 1);
        }
    }

    /// No second look is asked for where the first finds nothing.
    @Test
    void aGroupThatWasLeftToPeopleIsOverWithTheCallThatTakesItOff() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
        var _ = world.handle(World.created("one"));
        world.followUp();
        assertThat(world.fakes.notices).hasSize(1);
        int told = world.fakes.copies.size();
        world.now = world.now.plusSeconds(86_400);
        world.connect(new Attachments(Set.of(World.APPROVED), Set.of(), Set.of()));

        assertThat(world.handle(World.modified("mended", World.groupsAdded(World.APPROVED), world.now)))
                .isEqualTo("COMPLIANT");

        assertThat(ended(world, told)).contains("security-group-not-approved PASSED ACTIVE");
    }

    /// A copy that cannot be sent keeps no second look from being made.
    @Test
    void theSecondLookIsAskedForBeforeWhatIsOverIsCopied() {
        var world = World.withStrangeGroup("{\"Statement\":[]}");
        var _ = world.handle(World.created("one"));
        world.fakes.followUps.clear();
        world.show(World.inside("sns:Publish"));
        world.fakes.copiesFail = true;

        assertThatThrownBy(() -> world.handle(World.modified("two", World.groupsAdded(World.STRANGE), world.now)));
        assertThat(world.fakes.followUps).hasSize(1);
    }

    /// What nobody can judge now is neither over nor forgotten.
    @Test
    void whatCannotBeJudgedIsNotOverUntilItCan() {
        var world = World.openS3();
        var _ = world.sweep();
        world.show("{");
        world.now = world.now.plusSeconds(86_400);
        var _ = world.handle(World.modified("broken", World.policySet("{"), world.now));
        int told = world.fakes.copies.size();
        var _ = world.sweep();
        assertThat(ended(world, told)).as("unreadable").noneMatch(found -> found.contains("PASSED"));

        world.show(World.inside("s3:GetObject"));
        world.now = world.now.plusSeconds(86_400);
        told = world.fakes.copies.size();
        var _ = world.handle(World.modified("mended", World.policySet(World.inside("s3:GetObject")), world.now));
        assertThat(ended(world, told)).contains("policy-full-access PASSED ACTIVE");
    }

    @Test
    void whatIsNoLongerToldIsNotOver() {
        var world = World.openS3();
        var _ = world.sweep();
        world.members = ", 'existing': {'level': 'off'}";
        world.now = world.now.plusSeconds(86_400);
        var _ = world.sweep();
        assertThat(world.fakes.copies).hasSize(1);

        world.members = "";
        world.show(World.inside("s3:GetObject"));
        world.now = world.now.plusSeconds(86_400);
        var _ = world.handle(World.modified("mended", World.policySet(World.inside("s3:GetObject")), world.now));
        var _ = world.sweep();
        assertThat(ended(world, 1)).contains("policy-full-access PASSED ACTIVE");
    }

    @Test
    void whatIsExemptMeanwhileIsArchivedAndNotPassed() {
        var world = World.openS3();
        var _ = world.sweep();
        world.members = ", 'exemptions': [{'match': {'service': 's3'}, 'controls': ['policy-full-access'],"
                + " 'reason': 'migration', 'owner': 'data', 'until': '2026-12-31'}]";
        world.now = world.now.plusSeconds(86_400);

        var _ = world.sweep();

        assertThat(ended(world, 1)).containsExactly("policy-full-access FAILED ARCHIVED");
        var notice = world.fakes.copies.getLast();
        assertThat(notice.details().textAt("result")).hasValue("EXEMPT");
        assertThat(notice.json().textAt("status")).hasValue("Suppressed");
        assertThat(world.fakes.notices).hasSize(1);
        var _ = world.sweep();
        assertThat(world.fakes.copies).as("told once").hasSize(2);

        world.members = "";
        world.now = world.now.plusSeconds(86_400);
        assertThat(world.sweep()).as("what is exempt no more is news").contains("1 told");
    }

    /// The findings of copies after the first ones, as Security Hub shows them.
    static List<String> ended(World world, int after) {
        return world.fakes.copies.stream()
                .skip(after)
                .flatMap(notice -> SecurityHubFindings.of(notice).stream())
                .map(finding -> finding.textAt("GeneratorId").orElseThrow().substring("vpce-guard/".length())
                        + " "
                        + finding.textAt("Compliance", "Status").orElseThrow()
                        + " "
                        + finding.textAt("RecordState").orElseThrow())
                .toList();
    }

    private static Json.Obj finding(List<Json.Obj> findings) {
        return findings.stream()
                .filter(finding -> finding.textAt("GeneratorId").equals(Optional.of("vpce-guard/policy-full-access")))
                .findFirst()
                .orElseThrow();
    }
}
