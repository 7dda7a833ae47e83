package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Instruction;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.notice.Sender;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.rehearsal.Samples;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Records;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.RemediationRecord;

/// Every kind of notice, as the passes make them; the caller's user agent is hostile.
class NoticesTest {
    @Test
    void jsonFollowsThePublishedSchema() {
        var schema = schema();

        var all = new ArrayList<>(all());
        // What `explain` shows of a record that is not ended.
        all.add(RecordNotice.of(Records.bare(), new Sender("111122223333", "us-east-1", "vpce-guard", "ledger")));

        assertThat(all).anyMatch(notice -> notice.details().get("revert").isPresent());
        for (var notice : all) {
            assertThat(schema.validate(JsonWriter.compact(notice.json()), InputFormat.JSON))
                    .as(notice.text())
                    .isEmpty();
        }
    }

    @Test
    void whatIsOnlyToldIsNotCalledRepaired() {
        var world = World.openS3();
        world.resources = Level.NOTIFY;
        var _ = world.handle(World.created("cause"));
        var notice = world.fakes.notices.getFirst();

        assertThat(notice.text())
                .startsWith(
                        "CHANGED. Nothing to do: the endpoint was repaired, effective within minutes. 1 finding is only"
                                + " told.\n")
                .contains("critical, policy-beyond-trusted-identities: ")
                .contains("medium, policy-beyond-trusted-resources (only told): ")
                .contains("not done: policy-beyond-trusted-resources only notifies")
                .contains("--control=policy-beyond-trusted-identities --control=policy-full-access"
                        + " --control=policy-beyond-trusted-resources --endpoint=");
        assertThat(((Json.Arr) notice.json().at("unmapped", "findings").orElseThrow())
                        .items().stream()
                                .filter(finding -> finding.at("repaired").equals(Optional.of(new Json.Bool(true))))
                                .map(finding -> finding.textAt("control").orElseThrow()))
                .containsExactlyInAnyOrder("policy-full-access", "policy-beyond-trusted-identities");
    }

    @ParameterizedTest
    @CsvSource({
        "'policy-beyond-trusted-identities,policy-full-access', policy-beyond-trusted-identities, New, 2026-11-25",
        "policy-beyond-trusted-identities, policy-beyond-trusted-identities, New, 2026-11-25",
        "policy-full-access, policy-beyond-trusted-identities, Resolved, 2026-12-01"
    })
    void theWorstFindingSaysWhetherItIsOver(String told, String worst, String status, String day) {
        var world = World.openS3();
        world.resources = Level.REMEDIATE;
        world.members = ", 'controls': {'" + told.replace(",", "': 'notify', '") + "': 'notify'}";

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        var notice = world.fakes.notices.getFirst();
        assertThat(notice.json().textAt("finding_info", "uid"))
                .hasValueSatisfying(uid -> assertThat(uid).endsWith("/" + worst));
        assertThat(notice.json().textAt("compliance", "control")).hasValue(worst);
        assertThat(notice.json().textAt("status")).hasValue(status);
        assertThat(notice.text())
                .startsWith("CHANGED. Act by " + day + ": the endpoint was repaired, effective within minutes. ")
                .contains(" only told. This endpoint needs a person.\n");
    }

    /// Else what an earlier notice found would never be closed.
    @Test
    void ofTwoFindingsThatAreAsBadTheSameCountsAsBefore() {
        for (var mode : List.of(Mode.OBSERVE, Mode.ENFORCE)) {
            var world = World.openS3();
            world.mode = mode;
            world.resources = Level.REMEDIATE;
            world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off'}";
            world.show(World.FULL_ACCESS.replace(
                    "[{",
                    "[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},"
                            + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"},{"));

            var _ = world.handle(World.created("cause"));

            var notice = world.fakes.notices.getFirst();
            assertThat(notice.controls()).startsWith("policy-full-access", "policy-root-only-principal");
            assertThat(notice.json().textAt("finding_info", "uid"))
                    .hasValueSatisfying(uid -> assertThat(uid).endsWith("/policy-full-access"));
            assertThat(notice.json().textAt("status")).hasValue(mode == Mode.ENFORCE ? "Resolved" : "New");
        }
    }

    @Test
    void whereNoPolicyWasWrittenTheNetworkIsShown() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        var _ = world.handle(World.modified("call", World.groupsAdded(World.STRANGE)));
        world.fakes.ec2.forgetsModifications = true;

        world.followUp();

        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED, NOT CONFIRMED. Act now: EC2 took the repair, but shows something else.")
                .contains("\nShows     {\"securityGroups\":[\"" + World.APPROVED + "\",\"" + World.STRANGE + "\"]");
    }

    @Test
    void nobodyActsOnAnEndpointThatWasDeletedMeanwhile() {
        var world = World.openS3();
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("modify")) {
                    world.fakes.ec2.shown.clear();
                }
            }
        };

        assertThat(world.handle(World.created("call"))).isEqualTo("SUPERSEDED");
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. Nothing to do: the endpoint was changed or deleted meanwhile");
    }

    @Test
    void subjectsAreOneShortLine() {
        assertThat(all())
                .allSatisfy(notice -> assertThat(notice.subject())
                        .hasSizeLessThan(100)
                        .matches("[ -~]+")
                        .startsWith("[vpce-guard] "));
    }

    @Test
    void textsAreShortPlainAndSayTheResultFirst() {
        assertThat(all())
                .allSatisfy(notice -> assertThat(notice.text())
                        .matches("(CHANGED|NOT CHANGED|WOULD CHANGE|DENIED)(?s:.*)")
                        .matches("[ -~\n]+")
                        .satisfies(text -> assertThat(text.lines().count()).isLessThan(60)));
    }

    @Test
    void eachHasWhatOcsfAsksFor() {
        assertThat(all()).allSatisfy(notice -> {
            for (var name : List.of(
                    "activity_id", "category_uid", "class_uid", "severity_id", "time", "type_uid", "compliance")) {
                assertThat(notice.json().get(name)).as(name).isPresent();
            }
            assertThat(notice.json().textAt("metadata", "version")).isPresent();
            assertThat(notice.json().at("metadata", "product")).isPresent();
            assertThat(notice.json().textAt("finding_info", "uid")).isPresent();
            assertThat(number(notice, "type_uid"))
                    .isEqualTo(number(notice, "class_uid") * 100 + number(notice, "activity_id"));
            assertThat(notice.json().textAt("message"))
                    .hasValue(notice.text().lines().findFirst().orElseThrow());
        });
    }

    private static long number(Notice notice, String name) {
        return notice.json().get(name).orElseThrow() instanceof Json.Num(var literal) ? Long.parseLong(literal) : -1;
    }

    /// Findings, policies and texts of callers as long as anybody can make them.
    @Test
    void whatIsTooLargeIsCutAndSaysSo() {
        var record = Records.full();
        var findings = Collections.nCopies(400, record.findings().getFirst());
        var policy = "\"\u202e".repeat(10_000);
        var notice = RecordNotice.of(
                new RemediationRecord(
                        record.cause(),
                        record.origin(),
                        record.endpoint(),
                        record.mode(),
                        record.perimeter(),
                        record.severity(),
                        findings,
                        Collections.nCopies(1000, policy),
                        new Plan(
                                Optional.of(new Restoration(policy, policy)),
                                Optional.empty(),
                                record.plan().restraints()),
                        record.requests(),
                        record.outcome(),
                        record.openedAt(),
                        record.closedAt(),
                        record.circumstances()),
                new Sender("111122223333", "us-east-1", "vpce-guard", "ledger"));

        var asString = JsonWriter.compact(new Json.Str(JsonWriter.compact(notice.json())));
        assertThat(asString.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(200_000);
        assertThat(notice.text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(30_000);
        assertThat(notice.text()).matches("[ -~\n]+");
        assertThat(notice.subject()).hasSizeLessThan(100).matches("[ -~]+");
        assertThat(notice.text().lines().count()).isLessThan(60);
        assertThat(SecurityHubFindings.of(notice)).isNotEmpty().allSatisfy(finding -> {
            assertThat(finding.textAt("Description").orElseThrow()).hasSizeLessThan(1025);
            assertThat(JsonWriter.compact(finding).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThan(240_000);
        });
        assertThat(notice.details().get("shortened")).hasValue(new Json.Bool(true));
        assertThat(notice.details().textAt("record", "cause")).hasValue(record.cause());
        assertThat(schema().validate(JsonWriter.compact(notice.json()), InputFormat.JSON))
                .isEmpty();
    }

    /// Whoever keeps the endpoint in code learns what to do there.
    @Test
    void codeIsToldWhatToPaste() {
        var agent = "APN/1.0 HashiCorp/1.0 Terraform/1.9.8";
        assertThat(byTool(agent, Optional.of(false)))
                .contains("Your code (Terraform)\n  Your call set no policy: nothing to change.");
        assertThat(byTool(agent, Optional.of(true)))
                .contains("paste this, or your next apply fights:\n  policy = jsonencode({\"Version\"");
        assertThat(byTool(agent, Optional.empty())).contains("  If it sets a policy: paste this");
        assertThat(byTool("console.amazonaws.com", Optional.of(true))).doesNotContain("Your code");
    }

    @Test
    void aStackIsNotBlamedForAPersonsCall() {
        var world = World.openS3();
        world.fakes.ec2.shown.put(
                World.ID, Records.tagged(World.ID, world.endpoint(), Map.of("aws:cloudformation:stack-name", "net")));

        assertThat(byTool(world, "console.amazonaws.com", Optional.of(true)))
                .contains("""
                        Your code (CloudFormation, stack "net")
                          The endpoint belongs to it; this call was not its own.
                          If it sets a policy: paste this, or your next deployment fights:
                        """)
                .doesNotContain("It set the policy");
    }

    private static String byTool(String agent, Optional<Boolean> setPolicy) {
        return byTool(World.openS3(), agent, setPolicy);
    }

    private static String byTool(World world, String agent, Optional<Boolean> setPolicy) {
        var origin = World.created("code").origin();
        var actor = origin.actor();
        var by = new Actor(
                actor.type(),
                actor.arn(),
                actor.principalId(),
                actor.roleArn(),
                actor.invokedBy(),
                actor.sourceAddress(),
                Optional.of(agent));
        var _ = world.handle(new EndpointChange.Created(World.by(by, origin), World.ID, setPolicy));
        return world.fakes.notices.getFirst().text();
    }

    private static Schema schema() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("docs", "notice.schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Notice> all() {
        var notices = new ArrayList<Notice>();
        var changed = World.openS3();
        var _ = changed.handle(World.created("changed"));
        var observed = World.openS3();
        observed.mode = Mode.OBSERVE;
        var _ = observed.handle(World.created("observed"));
        var refused = World.openS3();
        refused.fakes.ec2.refusal = Optional.of("InvalidParameter");
        var _ = refused.handle(World.created("refused"));
        var unconfirmed = World.openS3();
        unconfirmed.fakes.ec2.forgetsModifications = true;
        var _ = unconfirmed.handle(World.created("unconfirmed"));
        var untrusted = World.openS3();
        untrusted.unconfirmed(new Membership.Unanswered("denied"));
        assertThatThrownBy(() -> untrusted.handle(World.created("untrusted")))
                .isInstanceOf(IllegalStateException.class);
        var _ = untrusted.sweep();
        var swept = World.openS3();
        var _ = swept.sweep();
        var fought = World.openS3();
        fought.members = ", 'budgets': {'policyPerEndpointPerDay': 1}";
        var _ = fought.handle(World.created("first"));
        fought.show(World.FULL_ACCESS);
        fought.now = fought.now.plusSeconds(600);
        var _ = fought.handle(World.modified("second", World.policySet(World.FULL_ACCESS), fought.now));
        var undone = World.openS3();
        var _ = undone.handle(World.created("call"));
        undone.now = undone.now.plusSeconds(600);
        var said = new Instruction(
                Instruction.Action.UNDO,
                "ann",
                false,
                "\u001b[31m\nwhy",
                Optional.of("call"),
                Optional.of(undone.now.plusSeconds(3600)));
        var _ = undone.byHand(said);
        undone.now = undone.now.plusSeconds(600);
        var _ = undone.handle(World.modified("held", World.policySet(World.FULL_ACCESS), undone.now));
        var _ = undone.sweep();
        var missing = World.openS3();
        missing.members = ", 'controls': {'endpoint-missing': 'notify'}, 'required': {'services': ['kms']}";
        var _ = missing.sweep();
        var rehearsed = RehearsedRepairTest.world();
        rehearsed.fakes.recorded = Fakes.recording(RehearsedRepairTest.abroad());
        var _ = rehearsed.handle(World.created("rehearsed"));
        var denied = DenialWatchTest.repaired();
        var _ = denied.denied(DenialWatchTest.ofTheRole(Samples.STRANGER, World.NOW.plusSeconds(60)));
        var _ = denied.denied(DenialWatchTest.ofAStranger(World.NOW.plusSeconds(60)));
        var reverted = World.withStrangeGroup(World.inside("sns:Publish"));
        var _ = reverted.handle(World.modified("reverted", World.groupsAdded(World.STRANGE)));
        reverted.followUp();
        var gone = World.openS3();
        var _ = gone.sweep();
        gone.fakes.ec2.shown.clear();
        var _ = gone.sweep();
        notices.add(gone.fakes.copies.getLast());
        var past = BygonesTest.openedForTwoHours();
        var _ = past.sweep();
        for (var world : List.of(
                past,
                reverted,
                denied,
                rehearsed,
                fought,
                undone,
                missing,
                changed,
                observed,
                refused,
                unconfirmed,
                untrusted,
                swept)) {
            notices.addAll(world.fakes.notices);
        }
        assertThat(notices).hasSizeGreaterThan(12);
        return notices;
    }
}
