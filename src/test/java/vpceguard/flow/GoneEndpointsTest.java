package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.EndpointType;

/// What places beside people learn of endpoints that are deleted.
class GoneEndpointsTest {
    /// What a sweep told, and what a call's notice did.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsGoneIsOverAndArchivedOnceTheCopyIsTaken(boolean isSwept) {
        var world = World.with("athena", EndpointType.INTERFACE, World.FULL_ACCESS);
        if (isSwept) {
            CopiesTest.hourly(world, true);
        } else {
            assertThat(world.handle(World.created("one"))).isEqualTo("NOT_CHANGED");
            CopiesTest.hourly(world, true);
        }
        int told = world.fakes.copies.size();
        var endpoint = world.endpoint();
        world.fakes.ec2.shown.clear();
        world.now = world.now.plusSeconds(86_400);
        CopiesTest.hourly(world, false);
        CopiesTest.hourly(world, false);
        assertThat(world.fakes.copies).hasSize(told);

        CopiesTest.hourly(world, true);

        assertThat(CopiesTest.ended(world, told)).contains("policy-full-access PASSED ARCHIVED");
        assertThat(world.fakes.notices).hasSize(isSwept ? 1 : told);
        CopiesTest.hourly(world, true);
        world.now = world.now.plusSeconds(86_400);
        CopiesTest.hourly(world, true);
        assertThat(world.fakes.copies).as("told once").hasSize(told + 1);

        world.fakes.ec2.shown.put(endpoint.id(), endpoint);
        world.now = world.now.plusSeconds(86_400);
        CopiesTest.hourly(world, true);
        assertThat(CopiesTest.ended(world, told + 1))
                .as("it is there after all")
                .contains("policy-full-access FAILED ACTIVE");
    }

    @Test
    void whyItWasNotRepairedIsNoFinding() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 0}";
        var _ = world.handle(World.created("one"));
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
        assertThat(world.fakes.ledger.standing(World.ID).known()).anyMatch(key -> key.startsWith("restraint:"));
        int told = world.fakes.copies.size();
        world.fakes.ec2.shown.clear();
        world.now = world.now.plusSeconds(86_400);

        CopiesTest.hourly(world, true);

        assertThat(CopiesTest.ended(world, told)).containsExactly("security-group-not-approved PASSED ARCHIVED");
    }

    @Test
    void soIsWhatAnEarlierVersionNotedAsGoneAndToldNobody() {
        var world = World.with("athena", EndpointType.INTERFACE, World.FULL_ACCESS);
        CopiesTest.hourly(world, true);
        int told = world.fakes.copies.size();
        var known = world.fakes.ledger.standing(World.ID).told();
        world.fakes.ec2.shown.clear();
        world.fakes.ledger.gone(World.ID);
        world.fakes.ledger.tell(World.ID, known);
        world.now = world.now.plusSeconds(86_400);

        CopiesTest.hourly(world, true);

        assertThat(CopiesTest.ended(world, told)).contains("policy-full-access PASSED ARCHIVED");
        world.now = world.now.plusSeconds(86_400);
        CopiesTest.hourly(world, true);
        assertThat(world.fakes.copies).as("told once").hasSize(told + 1);
    }
}
