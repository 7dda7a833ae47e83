package vpceguard.notice;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;
import vpceguard.model.Partition;

/// A notice as findings of Security Hub, in AWS Security Finding Format: one for each endpoint and control.
/// Its id is the same whenever it is told, so that a repair turns the earlier finding into PASSED.
public final class SecurityHubFindings {
    private static final int LONGEST_TITLE = 256;
    private static final int LONGEST_DESCRIPTION = 1024;
    private static final int LONGEST_DETAIL = 1024;
    private static final String UNKNOWN = "unknown";

    private final Json details;
    private final String account;
    private final String region;
    private final String at;
    private final List<Json.Obj> findings = new ArrayList<>();

    private SecurityHubFindings(Json.Obj details) {
        this.details = details;
        this.account = details.textAt("account").orElse(UNKNOWN);
        this.region = details.textAt("region").orElse(UNKNOWN);
        this.at =
                details.textAt("closedAt").or(() -> details.textAt("openedAt")).orElse(UNKNOWN);
    }

    /// The findings; none for a notice that is about no endpoint.
    public static List<Json.Obj> of(Notice notice) {
        var all = new SecurityHubFindings(notice.details());
        if (all.details.at("endpoint").isPresent()) {
            all.add(all.details.itemsAt("findings"), all.details);
        }
        all.details.itemsAt("endpoints").forEach(line -> all.add(line.itemsAt("assessment", "findings"), line));
        return List.copyOf(all.findings);
    }

    private void add(Stream<Json> found, Json about) {
        found.collect(groupingBy(finding -> finding.textAt("control").orElse(UNKNOWN), LinkedHashMap::new, toList()))
                .forEach((control, alike) -> add(control, alike, about));
    }

    /// @param alike what the control found, of which the worst that is not over stands for all
    /// @param about what holds the endpoint
    private void add(String control, List<Json> alike, Json about) {
        var finding = alike.stream()
                .max(comparing((Json one) -> !isRepaired(one)).thenComparing(AccountNotice::severity))
                .orElseThrow();
        boolean isRepaired = isRepaired(finding);
        long like = alike.stream().filter(one -> isRepaired(one) == isRepaired).count();
        var others = like == 1 ? "" : ", and " + (like - 1) + " more";
        var endpoint = new EndpointId(about.textAt("endpoint", "id").orElseThrow());
        var arn = Links.arn(endpoint, region, account);
        boolean isGone = about.textAt("endpoint", "state").equals(Optional.of("deleted"));
        findings.add(Json.object()
                .put("SchemaVersion", "2018-10-08")
                .put("Id", arn + "/" + control)
                .put(
                        "ProductArn",
                        "arn:" + Partition.of(region) + ":securityhub:" + region + ":" + account + ":product/" + account
                                + "/default")
                .put("GeneratorId", "vpce-guard/" + control)
                .put("AwsAccountId", account)
                .put("CreatedAt", details.textAt("openedAt").orElse(at))
                .put("UpdatedAt", at)
                .put("Title", cut(control + " on " + endpoint, LONGEST_TITLE))
                .put(
                        "Description",
                        cut(finding.textAt("message").orElse(control), LONGEST_DESCRIPTION - others.length()) + others)
                .put(
                        "FindingProviderFields",
                        Json.object()
                                .put(
                                        "Severity",
                                        Json.object()
                                                .put(
                                                        "Label",
                                                        AccountNotice.severity(finding)
                                                                .name())
                                                .build())
                                .put(
                                        "Types",
                                        List.of("Software and Configuration Checks/AWS Security Best Practices/Network"
                                                + " Reachability"))
                                .build())
                .put("Resources", new Json.Arr(List.of(resource(arn, about))))
                .put(
                        "Compliance",
                        Json.object()
                                .put("Status", isRepaired ? "PASSED" : "FAILED")
                                .build())
                .put("RecordState", finding.at("exempt").isPresent() || isGone ? "ARCHIVED" : "ACTIVE")
                .put(
                        "Remediation",
                        Json.object()
                                .put(
                                        "Recommendation",
                                        Json.object()
                                                .put("Text", cut(firstLine(), 512))
                                                .build())
                                .build())
                .build());
    }

    private static boolean isRepaired(Json finding) {
        return finding.at("repaired").equals(Optional.of(new Json.Bool(true)));
    }

    /// Security Hub knows no details of endpoints, so that they are of type `Other`.
    private Json.Obj resource(String arn, Json about) {
        var other = Json.object();
        for (var name : List.of("vpcId", "service", "type")) {
            about.textAt("endpoint", name).ifPresent(text -> other.put(name, cut(text, LONGEST_DETAIL)));
        }
        details.textAt("record", "cause").ifPresent(cause -> other.put("record", cut(cause, LONGEST_DETAIL)));
        return Json.object()
                .put("Type", "Other")
                .put("Id", arn)
                .put("Partition", Partition.of(region))
                .put("Region", region)
                .put("Details", Json.object().put("Other", other.build()).build())
                .build();
    }

    private String firstLine() {
        return details.textAt("text").flatMap(text -> text.lines().findFirst()).orElse("see the notice");
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
