package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestSamplerTest {
    /// Presence is asked of the key as well, and is no reason for a value that is no date.
    @Test
    void aKeyThatHasDatesAloneIsGivenDatesAndATagAnything() {
        var conditions =
                "{'DateLessThan':{'aws:CurrentTime':'2026-01-01'},'StringLike':{'aws:CurrentTime':'20*'},'NumericLessThan':{'aws:RequestTag/size':'1'},"
                        + "'Null':{'aws:currenttime':'false','aws:TokenIssueTime':'false','aws:requesttag/size':'false'}}";
        var policy = Policies.read(Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':" + conditions + "}"));
        var dates = new HashSet<List<String>>();
        var tags = new HashSet<List<String>>();
        new RequestSampler(policy.statements()).disagreement(1, 500, request -> {
            dates.add(request.context().getOrDefault("aws:currenttime", List.of()));
            dates.add(request.context().getOrDefault("aws:tokenissuetime", List.of()));
            tags.add(request.context().getOrDefault("aws:requesttag/size", List.of()));
            return true;
        });
        assertThat(dates).isEqualTo(Set.of(List.of(), List.of("2026-01-01"), List.of("2026-01-01T00:00:00Z")));
        assertThat(tags).contains(List.of(), List.of("1"), List.of("present"));
    }
}
