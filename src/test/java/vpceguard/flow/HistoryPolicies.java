package vpceguard.flow;

import java.util.HashMap;
import java.util.Map;
import vpceguard.json.Parsed;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceiling;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.proof.Containment;

/// What lies within what, asked once for each pair of texts.
final class HistoryPolicies {
    static final String HALF_OPEN = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"%s:*\",\"Resource\":\"*\"}]}";
    static final String UNREADABLE = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\",\"Unheard\":\"of\"}]}";

    private static final Map<String, Boolean> WITHIN = new HashMap<>();

    private HistoryPolicies() {}

    /// Whether one lets through no more than the other; of a text that cannot be read that holds only for itself.
    static boolean within(String one, String other, EndpointType type) {
        return one.equals(other)
                || WITHIN.computeIfAbsent(
                        type + "\n" + one + "\n" + other,
                        _ -> PolicyReader.read(one) instanceof Parsed.Ok<Policy>(var inner)
                                && PolicyReader.read(other) instanceof Parsed.Ok<Policy>(var outer)
                                && Containment.of(inner, outer, type) instanceof Containment.Contained);
    }

    static boolean isInside(Endpoint endpoint, HistoryPerimeter perimeter) {
        var applied = perimeter.perimeter();
        var ceiling = Ceiling.of(applied, endpoint.service(), "us-east-1", applied.writtenClauses());
        var text = endpoint.policy().orElseThrow();
        return WITHIN.computeIfAbsent(
                perimeter + "\n" + endpoint.service() + "\n" + text,
                _ -> PolicyReader.read(text) instanceof Parsed.Ok<Policy>(var policy)
                        && Containment.of(policy, ceiling.policy(), endpoint.type()) instanceof Containment.Contained);
    }
}
