package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.document.Documents;

/// A document that was taken by an older version stays in force, and a ceiling for which a new one would be refused is
/// told.
class UnwritableCeilingTest {
    private static World by(String operator) {
        var world = World.with("s3", EndpointType.GATEWAY, "{\"Statement\":[]}");
        world.change = _ -> Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'sts': {'also': [
                   {'Effect': 'Allow', 'Principal': '*', 'Action': 'sts:AssumeRoleWithWebIdentity',
                    'Resource': 'arn:aws:iam::444455556666:role/app',
                    'Condition': {'%s': {'cognito-identity.amazonaws.com:amr': 'authenticated'}}}]}}}""".formatted(operator));
        return world;
    }

    @Test
    void itIsToldOnceADay() {
        var world = by("StringEquals");
        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .filteredOn(notice -> notice.text().contains("ceiling"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("NOT CHANGED. Act now: a ceiling of the perimeter in force cannot be built upon.")
                        .contains("the ceiling of sts cannot be shown", "cognito-identity.amazonaws.com:amr")
                        .contains("write ForAnyValue:StringEquals", "at /services/sts", "In force  test"));

        world.fakes.notices.clear();
        world.now = world.now.plus(Duration.ofDays(1));
        var _ = world.sweep();
        assertThat(world.fakes.notices)
                .filteredOn(notice -> notice.text().contains("ceiling"))
                .hasSize(1);
    }

    @Test
    void oneThatLocksTheAccountOutIsToldForThat() {
        var world = World.openS3();
        world.change = _ -> Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'s3': {'only': [
                   {'Effect': 'Allow', 'Principal': '*', 'Action': '*', 'Resource': '*',
                    'Condition': {'StringEquals': {'aws:PrincipalAccount': '999988887777'}}}]}}}""");
        var _ = world.sweep();

        assertThat(world.fakes.notices)
                .filteredOn(notice -> notice.text().contains("ceiling"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("NOT CHANGED. Act now: a ceiling of the perimeter in force locks the account out.")
                        .contains("of the own account 111122223333 at /services/s3/only")
                        .contains("a repair of an endpoint to that service denies every call of the account")
                        .doesNotContain("left as they are"));
        assertThat(world.handle(World.created("one"))).isEqualTo("CHANGED");
    }

    @Test
    void noneIsToldThatCanBeBuiltUpon() {
        var world = by("ForAnyValue:StringEquals");
        var _ = world.sweep();

        assertThat(world.fakes.notices).noneMatch(notice -> notice.text().contains("ceiling"));
    }

    @Test
    void whatCouldNotBeToldFailsTheSweepAndIsToldByTheNextOne() {
        var world = by("StringEquals");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("publish")) {
                    throw new IllegalStateException("the topic is away");
                }
            }
        };
        assertThatThrownBy(world::sweep).hasRootCauseMessage("the topic is away");

        world.fakes.calls.gate = Calls.Gate.OPEN;
        var _ = world.sweep();
        assertThat(world.fakes.notices)
                .filteredOn(notice -> notice.text().contains("ceiling"))
                .hasSize(1);
    }
}
