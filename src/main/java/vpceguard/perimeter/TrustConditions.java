package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import vpceguard.json.Json;

/// The condition blocks that say "trusted" and "not trusted" for a clause.
///
/// `aws:PrincipalOrgID` and `aws:ResourceOrgID` are absent outside organizations; a negated operator is true for an
/// absent key, so anonymous and foreign requests do not slip through (IAM user guide, "Condition operators").
final class TrustConditions {
    private TrustConditions() {}

    /// One block for each way to be trusted.
    static List<Json.Obj> trusted(Perimeter perimeter, Clause clause) {
        var ways = new ArrayList<Json.Obj>();
        if (!perimeter.organizations().isEmpty()) {
            ways.add(keyed(organizationKey(clause), perimeter.organizations()));
        }
        if (!perimeter.accounts().isEmpty()) {
            ways.add(keyed(accountKey(clause), perimeter.accounts()));
        }
        return ways;
    }

    /// One block that holds if none of the ways does, of none of the clauses, for callers that are no AWS service.
    static Json.Obj untrusted(Perimeter perimeter, Clause... clauses) {
        var keys = Json.object();
        for (var clause : clauses) {
            if (!perimeter.organizations().isEmpty()) {
                keys.put(organizationKey(clause), new TreeSet<>(perimeter.organizations()));
            }
            if (!perimeter.accounts().isEmpty()) {
                keys.put(accountKey(clause), new TreeSet<>(perimeter.accounts()));
            }
        }
        return Json.object()
                .put("StringNotEquals", keys.build())
                .put(
                        "BoolIfExists",
                        Json.object().put("aws:PrincipalIsAWSService", "false").build())
                .build();
    }

    private static Json.Obj keyed(String key, Iterable<String> values) {
        var sorted = new TreeSet<String>();
        values.forEach(sorted::add);
        return Json.object().put(key, sorted).build();
    }

    private static String organizationKey(Clause clause) {
        return switch (clause) {
            case IDENTITIES -> "aws:PrincipalOrgID";
            case RESOURCES -> "aws:ResourceOrgID";
        };
    }

    private static String accountKey(Clause clause) {
        return switch (clause) {
            case IDENTITIES -> "aws:PrincipalAccount";
            case RESOURCES -> "aws:ResourceAccount";
        };
    }
}
