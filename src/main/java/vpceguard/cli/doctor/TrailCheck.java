package vpceguard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Whether a trail logs management events of the Region: without one, EventBridge never hears of a call.
///
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
final class TrailCheck implements Check {
    private static final Set<String> WRITES = Set.of("All", "WriteOnly");

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        return aws.signs(
                "trail",
                "cloudtrail",
                "DescribeTrails",
                Json.object().put("includeShadowTrails", true).build(),
                answer -> List.of(sign(
                        answer.itemsAt("trailList")
                                .filter(trail -> covers(trail, stack.region()))
                                .toList(),
                        stack.region(),
                        aws)));
    }

    private static boolean covers(Json trail, String region) {
        return trail.textAt("HomeRegion").filter(region::equals).isPresent()
                || trail.at("IsMultiRegionTrail")
                        .filter(new Json.Bool(true)::equals)
                        .isPresent();
    }

    private static Sign sign(List<Json> trails, String region, Questions aws) {
        var refused = new ArrayList<String>();
        for (var trail : trails) {
            var arn = trail.textAt("TrailARN").orElse("");
            var status = aws.ask(
                    "cloudtrail",
                    "GetTrailStatus",
                    Json.object().put("Name", arn).build());
            var selectors = aws.ask(
                    "cloudtrail",
                    "GetEventSelectors",
                    Json.object().put("TrailName", arn).build());
            if (status instanceof Reply.Answer(var logging) && selectors instanceof Reply.Answer(var selected)) {
                if (logging.at("IsLogging").filter(new Json.Bool(true)::equals).isPresent() && logsCalls(selected)) {
                    return Sign.well(
                            "trail",
                            Quoted.of(trail.textAt("Name").orElse(arn)) + " logs management events of " + region);
                }
            } else {
                refused.add(Quoted.of(trail.textAt("Name").orElse(arn)));
            }
        }
        return refused.isEmpty()
                ? Sign.ill(
                        "trail",
                        "no trail logs management events of " + region + ", so no call is ever heard of",
                        "make a trail with management events, or start the one you have: aws cloudtrail start-logging")
                : Sign.unknown("trail", "what it logs is not shown: " + String.join(", ", refused));
    }

    /// Whether the selectors let calls that write to EC2 through.
    private static boolean logsCalls(Json selectors) {
        return selectors.itemsAt("EventSelectors").anyMatch(TrailCheck::isOfWrites)
                || selectors.itemsAt("AdvancedEventSelectors").anyMatch(TrailCheck::isOfManagement);
    }

    private static boolean isOfWrites(Json selector) {
        return selector.at("IncludeManagementEvents")
                        .filter(new Json.Bool(false)::equals)
                        .isEmpty()
                && WRITES.contains(selector.textAt("ReadWriteType").orElse("All"));
    }

    private static boolean isOfManagement(Json selector) {
        var fields = selector.itemsAt("FieldSelectors").toList();
        return fields.stream().anyMatch(field -> says(field, "eventCategory", "Management"))
                && fields.stream().noneMatch(field -> says(field, "readOnly", "true"));
    }

    private static boolean says(Json field, String name, String value) {
        return field.textAt("Field").filter(name::equals).isPresent()
                && field.itemsAt("Equals").anyMatch(new Json.Str(value)::equals);
    }
}
