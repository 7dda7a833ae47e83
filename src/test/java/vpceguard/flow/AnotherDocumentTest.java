package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;

/// That another perimeter document is in force is told by the next sweep.
class AnotherDocumentTest {
    private static UnaryOperator<Perimeter> document(String revision, String mode) {
        var document = Json.object()
                .put("accounts", List.of("111122223333"))
                .put("organizations", List.of("o-a1b2c3d4e5"))
                .put("mode", mode)
                .build();
        return _ -> Documents.perimeter(document, "aws", revision);
    }

    @Test
    void anotherPerimeterDocumentIsToldOnce() {
        var world = World.with("s3", EndpointType.GATEWAY, "{\"Statement\":[]}");
        world.change = document("s3://bucket/key?versionId=1 sha256:a", "enforce");
        var _ = world.sweep();
        world.fakes.notices.clear();

        world.change = document("s3://bucket/key?versionId=2 sha256:a", "enforce");
        var _ = world.sweep();
        assertThat(world.fakes.notices).as("the same text").isEmpty();

        world.change = document("s3://bucket/key?versionId=3 sha256:b", "observe");
        var _ = world.sweep(true, world.now.plusSeconds(900));
        var _ = world.sweep(true, world.now.plusSeconds(900));
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. Act by 2026-12-01: endpoints are judged by another perimeter document.")
                .contains("versionId=3 sha256:b", "Before    sha256:a", "Mode      observe");
    }

    @Test
    void oneThatComesBackOnTheSameDayIsToldAgain() {
        var world = World.with("s3", EndpointType.GATEWAY, "{\"Statement\":[]}");
        world.change = document("s3://bucket/key?versionId=1 sha256:a", "enforce");
        var _ = world.sweep();
        world.fakes.notices.clear();

        world.change = document("s3://bucket/key?versionId=2 sha256:b", "observe");
        var _ = world.sweep();
        world.change = document("s3://bucket/key?versionId=3 sha256:a", "enforce");
        var _ = world.sweep();
        world.change = document("s3://bucket/key?versionId=4 sha256:b", "observe");
        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(3);
        assertThat(world.fakes.notices.getLast().text()).contains("versionId=4 sha256:b", "Before    sha256:a");
    }

    @Test
    void anotherDocumentThatCouldNotBeToldIsToldByTheNextSweep() {
        var world = World.with("s3", EndpointType.GATEWAY, "{\"Statement\":[]}");
        world.change = document("ssm:/vpce-guard/perimeter:1 sha256:a", "enforce");
        var _ = world.sweep();
        world.change = document("ssm:/vpce-guard/perimeter:2 sha256:b", "enforce");
        world.fakes.notices.clear();
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("publish")) {
                    throw new IllegalStateException("the topic is away");
                }
            }
        };
        assertThatThrownBy(() -> world.sweep(true, world.now.plusSeconds(900)))
                .hasRootCauseMessage("the topic is away");

        world.fakes.calls.gate = Calls.Gate.OPEN;
        var _ = world.sweep(true, world.now.plusSeconds(900));
        assertThat(world.fakes.notices).hasSize(1);
    }
}
