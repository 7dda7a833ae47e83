package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.json.JsonWriter;
import vpceguard.notice.Notice;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;

/// Every kind of notice, as the passes make them; the caller's user agent is hostile.
class NoticesTest {
    @Test
    void jsonFollowsThePublishedSchema() throws IOException {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs", "notice.schema.json")), InputFormat.JSON);

        for (var notice : all()) {
            assertThat(schema.validate(JsonWriter.compact(notice.json()), InputFormat.JSON))
                    .as(notice.text())
                    .isEmpty();
        }
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
                        .matches("(CHANGED|NOT CHANGED|WOULD CHANGE)(?s:.*)")
                        .matches("[ -~\n]+")
                        .satisfies(text -> assertThat(text.lines().count()).isLessThan(60)));
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
        untrusted.membership = new Membership.Unanswered("denied");
        var _ = untrusted.handle(World.created("untrusted"));
        var _ = untrusted.sweep();
        var swept = World.openS3();
        var _ = swept.sweep();
        var rehearsed = RehearsedRepairTest.world();
        rehearsed.fakes.recorded = Fakes.recording(RehearsedRepairTest.abroad());
        var _ = rehearsed.handle(World.created("rehearsed"));
        for (var world : List.of(changed, observed, refused, unconfirmed, untrusted, swept, rehearsed)) {
            notices.addAll(world.fakes.notices);
        }
        assertThat(notices).hasSize(8);
        return notices;
    }
}
