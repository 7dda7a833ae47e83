package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import vpceguard.event.Touched;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// EC2 has no conditional write: this function may write over a policy that was set a moment before.
class NewestIntentTest {
    private static final String NEWER = World.inside("s3:GetObject");

    @Test
    void aNewerPolicyInsideTheCeilingIsPutInForceAsItIs() {
        var world = overwritten();

        assertThat(world.handle(World.modified("newer", World.policySet(NEWER), World.NOW.plusSeconds(10))))
                .isEqualTo("CHANGED");

        assertThat(Standing.fingerprint(world.policy())).isEqualTo(Standing.fingerprint(NEWER));
        assertThat(world.intent()).hasValue(NEWER);
    }

    /// Between the look and the record lie what others are asked and the proof.
    @Test
    void oneThatCameAfterTheLookAndBeforeTheRecordIsNewerToo() {
        var world = World.openS3();
        world.change = perimeter -> {
            world.now = World.NOW.plusSeconds(20);
            return perimeter;
        };
        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        world.change = perimeter -> perimeter;
        world.now = World.NOW.plusSeconds(300);

        assertThat(world.handle(World.modified("newer", World.policySet(NEWER), World.NOW.plusSeconds(8))))
                .isEqualTo("CHANGED");
        assertThat(world.intent()).hasValue(NEWER);
    }

    /// A look that is throttled shows what was set meanwhile.
    @Test
    void oneThatASlowLookSawIsNoNewerOne() {
        var world = World.openS3();
        slowLooks(world, 2);
        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        var written = world.policy();
        world.now = World.NOW.plusSeconds(300);

        assertThat(world.handle(World.modified("before", World.policySet(NEWER), World.NOW.plusSeconds(16))))
                .isEqualTo("COMPLIANT");
        assertThat(world.policy()).isEqualTo(written);
    }

    @Test
    void looksThatAreAllSlowKeepNothingFromBeingRepaired() {
        var world = World.openS3();
        slowLooks(world, 9);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
    }

    private static void slowLooks(World world, int looks) {
        world.fakes.calls.gate = new Calls.Gate() {
            private int left = looks;

            @Override
            public void before(String name) {
                if (name.equals("describe") && left-- > 0) {
                    world.now = world.now.plusSeconds(10);
                }
            }
        };
    }

    /// EC2 is eventually consistent: the look that an event leads to may show what stood before its call.
    @Test
    void oneThatEc2ShowsLateIsLookedAtOnceMore() {
        for (boolean isOurs : List.of(true, false)) {
            var world = World.openS3();
            if (isOurs) {
                var _ = world.handle(World.created("cause"));
            } else {
                world.show(NEWER);
                world.seen(NEWER);
            }
            world.now = World.NOW.plusSeconds(600);
            var call = World.modified("late", World.policySet(World.FULL_ACCESS), world.now);
            world.now = world.now.plusSeconds(10);
            assertThat(world.handle(call)).isEqualTo("LATER");
            world.show(World.FULL_ACCESS);

            world.now = world.now.plus(NewestIntent.LATE);
            world.followUp();

            assertThat(world.policy()).as("ours %b", isOurs).contains("aws:PrincipalOrgID");
            assertThat(world.fakes.ledger.closed()).contains(World.ID + "#late");
        }
    }

    /// Somebody has set the other again since.
    @Test
    void oneThatIsNotShownThenEitherIsOver() {
        var world = World.openS3();
        world.show(NEWER);
        world.seen(NEWER);
        var call = World.modified("gone", World.policySet(World.FULL_ACCESS), world.now);
        assertThat(world.handle(call)).isEqualTo("LATER");

        world.now = world.now.plus(NewestIntent.LATE);
        world.followUp();

        assertThat(world.fakes.followUps).isEmpty();
        assertThat(world.policy()).isEqualTo(NEWER);
    }

    /// Between the look of one pass and the record or the write of it, another deals with the call.
    @Test
    void oneThatWasDealtWithMeanwhileIsNotLost() {
        for (var call : List.of("open", "modify")) {
            var world = World.openS3();
            world.fakes.calls.gate = new Calls.Gate() {
                @Override
                public void before(String name) {
                    if (name.equals(call)) {
                        world.fakes.calls.gate = Calls.Gate.OPEN;
                        world.now = World.NOW.plusSeconds(10);
                        world.show(NEWER);
                        var newer = World.modified("newer", World.policySet(NEWER), world.now);
                        world.now = World.NOW.plusSeconds(15);
                        var _ = world.handle(newer);
                        world.now = World.NOW.plusSeconds(20);
                    }
                }
            };
            var _ = world.handle(World.created("cause"));

            world.now = World.NOW.plusSeconds(300);
            world.followUp();

            assertThat(Standing.fingerprint(world.policy())).as(call).isEqualTo(Standing.fingerprint(NEWER));
            assertThat(world.intent()).as(call).hasValue(NEWER);
        }
    }

    /// The event of the newest is used up between look and note of an older one's.
    @Test
    void oneThatALaterLookSawIsNotWrittenOver() {
        var world = overwritten();
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("note")) {
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                    world.now = world.now.plusSeconds(2);
                    world.show(NEWER);
                    assertThat(world.handle(World.modified("newest", World.policySet(NEWER), world.now)))
                            .isEqualTo("COMPLIANT");
                }
            }
        };
        var older = World.policySet(World.inside("s3:*"));

        assertThat(world.handle(World.modified("older", older, World.NOW.plusSeconds(10))))
                .isEqualTo("LATER");
        world.now = world.now.plus(Ledger.LEASE);
        world.followUp();

        assertThat(world.policy()).isEqualTo(NEWER);
        assertThat(world.intent()).hasValue(NEWER);
    }

    /// Whichever event comes first, also after a crash, and once more.
    @Test
    void ofTwoThatOneWriteWentOverTheNewestIsPutInForce() {
        var wide = World.FULL_ACCESS.replace("\"Action\":\"*\"", "\"Action\":\"s3:*\"");
        var older = World.modified("older", World.policySet(wide), World.NOW.plusSeconds(8));
        var newer = World.modified("newer", World.policySet(NEWER), World.NOW.plusSeconds(15));
        for (var events : List.of(List.of(older, newer), List.of(newer, older))) {
            for (int cut = -1; cut < 8; cut++) {
                var world = overwritten();
                for (var event : events) {
                    world.fakes.calls.crashAt(cut, true);
                    try {
                        var _ = world.handle(event);
                    } catch (Calls.Crash _) {
                        world.now = world.now.plusSeconds(60);
                    }
                    world.fakes.calls.crashAt(-1, false);
                    var _ = world.handle(event);
                    world.now = world.now.plusSeconds(60);
                }

                assertThat(Standing.fingerprint(world.policy()))
                        .as("%s %d", events, cut)
                        .isEqualTo(Standing.fingerprint(NEWER));
                assertThat(world.intent()).hasValue(NEWER);
                world.fakes.calls.names().clear();
                var _ = world.handle(older);
                var _ = world.handle(newer);
                assertThat(world.fakes.calls.names()).doesNotContain("modify");
            }
        }
    }

    @Test
    void anotherOfTheSameSecondsIsToldWithItsText() {
        var world = overwritten();
        var _ = world.handle(World.modified("one", World.policySet(NEWER), World.NOW.plusSeconds(10)));
        world.now = world.now.plusSeconds(300);
        var other = World.policySet(World.inside("s3:PutObject"));

        assertThat(world.handle(World.modified("other", other, World.NOW.plusSeconds(12))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices.getLast().text())
                .contains("set it again")
                .contains("s3:PutObject");
    }

    @Test
    void oneThatGoesBeyondIsPutInForceAsFarAsTheCeilingAdmits() {
        var world = overwritten();
        var wide = NEWER.replace("o-a1b2c3d4e5", "o-strangers0");
        var half = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}";

        var _ = world.handle(World.modified("newer", World.policySet(half), World.NOW.plusSeconds(10)));

        assertThat(world.policy())
                .contains("s3:GetObject")
                .contains("aws:PrincipalOrgID")
                .doesNotContain(wide);
        assertThat(world.intent()).hasValue(half);
    }

    @Test
    void itIsPutInForceThoughSomethingElseIsToldOfTheEndpoint() {
        var world = overwritten();
        world.members = ", 'required': {'tags': ['owner']}";

        assertThat(world.handle(World.modified("newer", World.policySet(NEWER), World.NOW.plusSeconds(10))))
                .isEqualTo("CHANGED");
        assertThat(world.intent()).hasValue(NEWER);
    }

    @Test
    void anOlderOneIsOver() {
        var world = overwritten();
        var written = world.policy();

        assertThat(world.handle(World.modified("older", World.policySet(NEWER), World.NOW.minusSeconds(10))))
                .isEqualTo("COMPLIANT");
        assertThat(world.policy()).isEqualTo(written);
    }

    /// Whoever pastes our text after somebody's newer policy is the newest, though the other's event comes later.
    @Test
    void oneThatCameOnceTheWriteWasOverIsNoReasonToWiden() {
        var world = overwritten();
        var written = world.policy();

        assertThat(world.handle(World.modified("later", World.policySet(NEWER), World.NOW.plusSeconds(30))))
                .isEqualTo("COMPLIANT");
        assertThat(world.policy()).isEqualTo(written);
    }

    @Test
    void oneOfTheSameSecondsIsToldWithItsText() {
        var world = overwritten();
        var written = world.policy();

        assertThat(world.handle(World.modified("same", World.policySet(NEWER), World.NOW.plusSeconds(2))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(written);
        assertThat(world.fakes.notices.getLast().text())
                .contains("set it again")
                .contains("s3:GetObject");
    }

    /// Nothing else keeps it: the endpoint shows ours, and the ledger what was seen.
    @Test
    void oneOfTheSameSecondsIsKeptWhole() {
        var world = overwritten();
        var longest = withObject("a".repeat(20_000));

        var _ = world.handle(World.modified("same", World.policySet(longest), World.NOW.plusSeconds(2)));

        var record = Objects.requireNonNull(world.fakes.ledger.records().get(World.ID + "#same"));
        var detail = record.plan().restraints().getFirst().detail();
        assertThat(detail).endsWith(JsonWriter.compact(new Json.Str(longest)));
        assertThat(world.fakes.notices.getLast().details().get("restraints"))
                .hasValue(new Json.Arr(
                        List.of(record.plan().restraints().getFirst().json())));
        assertThat(world.fakes.journal)
                .anySatisfy(step -> assertThat(step.at("detail", "restraints"))
                        .isEqualTo(world.fakes.notices.getLast().details().get("restraints")));
        assertThat(world.fakes.notices.getLast().text())
                .contains("more characters, whole in the record")
                .hasSizeLessThan(10_000);
    }

    @Test
    void oneThatCanBePastedIsToldWhole() {
        var world = overwritten();
        var policy = withObject("a".repeat(2_000));

        var _ = world.handle(World.modified("same", World.policySet(policy), World.NOW.plusSeconds(2)));

        assertThat(world.fakes.notices.getLast().text()).contains(JsonWriter.compact(new Json.Str(policy)));
    }

    private static String withObject(String name) {
        return NEWER.replace("\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::bucket/" + name + "\"");
    }

    @Test
    void itSaysByWhichPerimeterItWasJudged() {
        var world = overwritten();
        var _ = world.handle(World.modified("same", World.policySet(NEWER), World.NOW.plusSeconds(2)));

        var records = world.fakes.ledger.records();
        assertThat(Objects.requireNonNull(records.get(World.ID + "#same")).perimeter())
                .isEqualTo(
                        Objects.requireNonNull(records.get(World.ID + "#cause")).perimeter());
    }

    @Test
    void parametersThatWereLeftOutAreTold() {
        var world = overwritten();

        assertThat(world.handle(World.modified("omitted", new Touched.Everything(), World.NOW.plusSeconds(10))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices.getLast().text()).contains("too large for CloudTrail");
    }

    @Test
    void theVeryPolicyThatWasTightenedIsNoNewerOne() {
        var world = overwritten();

        assertThat(world.handle(World.modified("again", World.policySet(World.FULL_ACCESS), World.NOW.plusSeconds(10))))
                .isEqualTo("COMPLIANT");
    }

    /// The endpoint shows what this function wrote, whatever was set meanwhile.
    private static World overwritten() {
        var world = World.openS3();
        assertThat(world.repairSlowly()).isEqualTo("CHANGED");
        return world;
    }
}
