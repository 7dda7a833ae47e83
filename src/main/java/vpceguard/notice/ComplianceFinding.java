package vpceguard.notice;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import vpceguard.json.Json;
import vpceguard.model.Partition;
import vpceguard.model.Severity;

/// The JSON form of a notice, from which mail, Security Hub findings and all other forms are made: an event
/// of OCSF's class Compliance Finding (2003, profile `cloud`). What OCSF has no member for is in its member
/// `unmapped`.
///
/// @param uid names the finding; the same endpoint and control have it again when it is over
/// @param state how the endpoint stands now
/// @param controls the ids of all controls that found something, the worst first
/// @param resources what it is about
record ComplianceFinding(
        String uid,
        String title,
        String message,
        State state,
        Severity severity,
        String account,
        String region,
        Instant at,
        List<String> controls,
        List<Json.Obj> resources) {

    /// How a finding stands (OCSF: `activity_id`, `status_id`, `compliance.status_id`).
    enum State {
        /// It is found, and nothing was done.
        FOUND(1, "Create", 1, "New", 3, "Fail"),
        /// It was repaired.
        REPAIRED(3, "Close", 4, "Resolved", 1, "Pass"),
        /// It is there again, because a person said so, or it will be repaired later.
        OPEN_AGAIN(2, "Update", 2, "In Progress", 3, "Fail"),
        /// Nothing follows from it for a time.
        SUPPRESSED(2, "Update", 3, "Suppressed", 3, "Fail"),
        /// What it would be could not be told.
        NOT_KNOWN(1, "Create", 1, "New", 2, "Warning");

        private final int activity;
        private final String activityName;
        private final int status;
        private final String statusName;
        private final int compliance;
        private final String complianceName;

        State(int activity, String activityName, int status, String statusName, int compliance, String name) {
            this.activity = activity;
            this.activityName = activityName;
            this.status = status;
            this.statusName = statusName;
            this.compliance = compliance;
            this.complianceName = name;
        }
    }

    /// An endpoint as a resource.
    static Json.Obj resource(String arn, String region) {
        return Json.object()
                .put("uid", arn)
                .put("type", "AWS::EC2::VPCEndpoint")
                .put("region", region)
                .put("cloud_partition", Partition.of(region))
                .build();
    }

    /// The event.
    ///
    /// @param details by the definition `details` of `docs/notice.schema.json`
    Json.Obj json(Json.Obj details) {
        return Json.object()
                .put("activity_id", state.activity)
                .put("activity_name", state.activityName)
                .put("category_uid", 2)
                .put("category_name", "Findings")
                .put("class_uid", 2003)
                .put("class_name", "Compliance Finding")
                .put("type_uid", 200_300 + state.activity)
                .put("type_name", "Compliance Finding: " + state.activityName)
                .put("time", at.toEpochMilli())
                .put("severity_id", id(severity))
                .put("severity", capitalized(severity))
                .put("status_id", state.status)
                .put("status", state.statusName)
                .put("message", message)
                .put(
                        "metadata",
                        Json.object()
                                .put("version", "1.4.0")
                                .put("profiles", List.of("cloud"))
                                .put(
                                        "product",
                                        Json.object()
                                                .put("name", "vpce-guard")
                                                .put("vendor_name", "vpce-guard")
                                                .build())
                                .build())
                .put(
                        "cloud",
                        Json.object()
                                .put("provider", "AWS")
                                .put("region", region)
                                .put(
                                        "account",
                                        Json.object().put("uid", account).build())
                                .build())
                .put(
                        "finding_info",
                        Json.object()
                                .put("uid", uid)
                                .put("title", title)
                                .put("types", List.of("Network perimeter"))
                                .put("last_seen_time", at.toEpochMilli())
                                .build())
                .put(
                        "compliance",
                        Json.object()
                                .put("control", controls.stream().findFirst().orElse("none"))
                                .put("standards", List.of("vpce-guard"))
                                .put("status_id", state.compliance)
                                .put("status", state.complianceName)
                                .build())
                .put("resources", new Json.Arr(resources))
                .put("unmapped", details)
                .build();
    }

    /// OCSF counts from 1, informational, to 6, fatal.
    private static int id(Severity severity) {
        return switch (severity) {
            case LOW -> 2;
            case MEDIUM -> 3;
            case HIGH -> 4;
            case CRITICAL -> 5;
        };
    }

    private static String capitalized(Severity severity) {
        var word = severity.toString();
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
