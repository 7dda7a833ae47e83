package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Touched;
import vpceguard.perimeter.Level;

/// Whoever opens an endpoint between two looks and closes it again is named all the same.
class BygonesTest {
    private static final String NARROW = World.inside("s3:GetObject");

    private static World world() {
        var world = World.with("s3", vpceguard.model.EndpointType.GATEWAY, NARROW);
        world.notices = "";
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off', 'policy-full-access': 'notify'}";
        return world;
    }

    private static void set(World world, String cause, String policy) {
        world.show(policy);
        var _ = world.handle(World.modified(cause, new Touched.Everything(), world.now));
    }

    static World openedForTwoHours() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        world.now = world.now.plus(Duration.ofHours(2));
        set(world, "close", NARROW);
        assertThat(world.fakes.notices).isEmpty();
        world.now = world.now.plus(Duration.ofHours(2));
        return world;
    }

    @Test
    void whatWasOverBeforeTheDigestIsToldByItOnce() {
        var world = openedForTwoHours();
        int copies = world.fakes.copies.size();

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. Nothing to do: what calls left open was over before it was told.")
                .contains(
                        "high      " + World.ID + " \"one\" (s3): policy-full-access\n",
                        "from " + World.NOW + " to " + World.NOW.plus(Duration.ofHours(2)) + " at the latest, after"
                                + " ModifyVpcEndpoint by arn:aws:iam::111122223333:user/somebody: ",
                        "./vpce-guard explain --table=ledger --region=us-east-1 --endpoint=ID");
        assertThat(world.fakes.notices.getFirst().json().textAt("status")).hasValue("Resolved");
        assertThat(world.fakes.copies).as("which heard of its end before").hasSize(copies);
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void soIsWhatWasDeleted() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        world.fakes.ec2.shown.clear();
        world.now = world.now.plus(Duration.ofHours(2));

        var _ = world.sweep();
        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .contains("policy-full-access", "to " + World.NOW.plus(Duration.ofHours(2))));
        assertThat(world.fakes.calls.names()).containsOnlyOnce("gone");
    }

    /// Another finding is no cover.
    @Test
    void soIsWhatAnotherCallPutSomethingElseInThePlaceOf() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        world.now = world.now.plus(Duration.ofHours(1));
        set(
                world,
                "other",
                "{\"Statement\":[{\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"111122223333\"},"
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}]}");
        world.now = world.now.plus(Duration.ofHours(1));

        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .anySatisfy(notice -> assertThat(notice.text())
                        .contains(
                                "policy-full-access", "to " + World.NOW.plus(Duration.ofHours(1)) + " at the latest"));
    }

    @Test
    void whatIsFoundStillIsALineOfTheDigestAlone() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        world.now = world.now.plus(Duration.ofHours(2));

        var _ = world.sweep();
        world.now = world.now.plus(Duration.ofHours(2));
        set(world, "close", NARROW);
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("1 endpoint is not compliant"));
    }

    @Test
    void whatAPolicyThatIsNotUnderstoodTookThePlaceOfIsNotOver() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        world.now = world.now.plus(Duration.ofHours(1));
        set(world, "odd", NARROW.replace("StringEquals", "StringFoo"));
        world.fakes.notices.clear();
        world.now = world.now.plus(Duration.ofHours(1));
        assertThat(world.sweep()).contains("1 told");
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("1 endpoint is not compliant"));

        isToldOnceItIsOver(world);
    }

    @Test
    void whatNoControlAsksForAnyMoreIsNotOver() {
        var world = world();
        set(world, "open", World.FULL_ACCESS);
        var members = world.members;
        world.members = members.replace("notify", "off");
        world.now = world.now.plus(Duration.ofHours(2));
        var _ = world.sweep();
        assertThat(world.fakes.notices).isEmpty();

        world.members = members;
        isToldOnceItIsOver(world);
    }

    @Test
    void whatWaitedForLongerThanRecordsAreKeptIsInTheJournal() {
        var world = openedForTwoHours();
        world.fakes.ledger.lapse();

        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.journal.stream()
                        .filter(entry -> entry.textAt("step").equals(Optional.of("lapsed"))))
                .singleElement()
                .satisfies(entry ->
                        assertThat(entry.textAt("detail")).hasValue("left to the digest, and no longer kept: open"));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isEmpty();
    }

    @Test
    void aJournalThatCannotTakeThatKeepsNothingElseFromBeingTold() {
        var world = openedForTwoHours();
        world.fakes.ledger.lapse();
        set(world, "open again", World.FULL_ACCESS);
        world.now = world.now.plus(Duration.ofHours(2));
        set(world, "close again", NARROW);
        CappedExistingTest.fail(world, "journal");
        for (int hour = 0; hour < 2; hour++) {
            world.now = world.now.plus(Duration.ofHours(1));
            assertThatThrownBy(world::sweep).hasStackTraceContaining("away");
            assertThat(world.fakes.notices).hasSize(1);
        }
        assertThat(world.fakes.ledger.standing(World.ID).untold()).containsExactly("open");

        CappedExistingTest.failNothing(world);
        var _ = world.sweep();
        assertThat(world.fakes.journal).anyMatch(entry -> entry.textAt("step").equals(Optional.of("lapsed")));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isEmpty();
    }

    private static void isToldOnceItIsOver(World world) {
        world.now = world.now.plus(Duration.ofDays(1));
        set(world, "close", NARROW);
        var _ = world.sweep();

        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED. Nothing to do")
                .contains("policy-full-access", "by arn:aws:iam::111122223333:user/somebody");
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isEmpty();
    }

    @Test
    void whatTheControlFindsOfOtherCallsIsNotOver() {
        var world = world();
        world.resources = Level.NOTIFY;
        set(world, "some", World.inside("s3:GetObject"));
        world.now = world.now.plus(Duration.ofHours(1));
        set(world, "more", World.inside("s3:*"));
        world.now = world.now.plus(Duration.ofHours(1));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).hasSize(2);

        assertThat(world.sweep()).contains("1 told");
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("1 endpoint is not compliant"));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isEmpty();
    }

    /// Whoever opens more of what is known to be open is named, too.
    @Test
    void whatTheControlFindsAndPeopleKnowHidesNobody() {
        var world = world();
        world.resources = Level.NOTIFY;
        world.show(World.inside("s3:GetObject"));
        assertThat(world.sweep()).contains("1 told");
        world.now = world.now.plus(Duration.ofHours(1));
        set(world, "more", World.inside("s3:*"));
        world.now = world.now.plus(Duration.ofHours(1));
        world.fakes.notices.clear();
        set(world, "less", World.inside("s3:GetObject"));

        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice ->
                        assertThat(notice.text()).contains("Nothing to do", "policy-beyond-trusted-resources"));
    }

    /// Also by what no request shows.
    @Test
    void whatIsKnownInOnePlaceHidesNobodyInAnother() {
        var world = world();
        world.show(negated(1));
        assertThat(world.sweep()).contains("1 told");
        world.now = world.now.plus(Duration.ofHours(1));
        set(world, "more", negated(2));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).containsExactly("more");
        world.now = world.now.plus(Duration.ofHours(1));
        world.fakes.notices.clear();
        set(world, "less", negated(1));

        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice ->
                        assertThat(notice.text()).contains("Nothing to do", "policy-negated-allow", "user/somebody"));
        assertThat(world.fakes.ledger.standing(World.ID).untold()).isEmpty();
    }

    /// So many statements alike.
    private static String negated(int statements) {
        var one = "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"NotAction\":\"s3:DeleteObject\",\"Resource\":\"*\","
                + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}";
        return "{\"Statement\":[" + String.join(",", java.util.Collections.nCopies(statements, one)) + "]}";
    }

    @Test
    void whatOneDoesAgainAndAgainIsOneLineAndIsToldAtOnceInTheEnd() {
        var world = world();
        for (int i = 0; i < Ledger.MOST_LEFT + 1; i++) {
            set(world, "open" + i, World.FULL_ACCESS);
            world.now = world.now.plusSeconds(180);
            set(world, "close" + i, NARROW);
            world.now = world.now.plusSeconds(180);
        }
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.ledger.closed()).hasSize(Ledger.MOST_LEFT + 1);

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().text())
                .contains("from " + World.NOW, ", the first of 100 calls: ")
                .containsOnlyOnce("policy-full-access");
    }

    @Test
    void itWaitsForTheDayOfAWeeklyDigest() {
        var world = openedForTwoHours();
        world.notices = ", 'notices': {'digest': 'weekly'}";
        world.now = World.NOW.plus(Duration.ofDays(5));
        var _ = world.sweep();
        assertThat(world.fakes.notices).as("a Sunday").isEmpty();

        world.now = World.NOW.plus(Duration.ofDays(6));
        var _ = world.sweep();
        assertThat(world.fakes.notices).as("a Monday").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "digested"})
    void whatCouldNotBeToldOrStoredIsToldByTheNextLook(String call) {
        var world = openedForTwoHours();
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals(call)) {
                    throw new IllegalStateException("away");
                }
            }
        };
        assertThatThrownBy(world::sweep).hasStackTraceContaining("away");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.fakes.notices.clear();

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
    }
}
