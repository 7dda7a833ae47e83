package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import vpceguard.json.Json;

/// Whom one clause trusts on a service's endpoints, and the condition blocks that say so.
///
/// `aws:PrincipalOrgID` and `aws:ResourceOrgID` are absent outside organizations. A negated operator is true
/// for an absent key, so that Deny statements catch anonymous and foreign requests too (IAM user guide,
/// "Condition operators").
///
/// @param keys the clause's condition keys: of the organization, of the account
/// @param accounts those that are trusted for all calls
/// @param limited other accounts, by the calls that they are trusted for
record Trusted(Keys keys, Set<String> organizations, Set<String> accounts, Map<List<String>, Set<String>> limited) {
    record Keys(String organization, String account) {
        static final Keys OF_CALLERS = new Keys("aws:PrincipalOrgID", "aws:PrincipalAccount");
        static final Keys OF_RESOURCES = new Keys("aws:ResourceOrgID", "aws:ResourceAccount");
    }

    static Trusted identities(Perimeter perimeter, String service) {
        return of(perimeter, service, Clause.IDENTITIES, Keys.OF_CALLERS);
    }

    static Trusted resources(Perimeter perimeter, String service) {
        return of(perimeter, service, Clause.RESOURCES, Keys.OF_RESOURCES);
    }

    private static Trusted of(Perimeter perimeter, String service, Clause clause, Keys keys) {
        var accounts = new TreeSet<>(perimeter.accounts());
        var calls = new TreeMap<String, Set<String>>();
        for (var partner : perimeter.partners()) {
            if (partner.trust() == clause && partner.concerns(service)) {
                if (partner.actions().isEmpty()) {
                    accounts.add(partner.account());
                }
                calls.computeIfAbsent(partner.account(), _ -> new TreeSet<>()).addAll(partner.actions());
            }
        }
        calls.keySet().removeAll(accounts);
        var limited = new LinkedHashMap<List<String>, Set<String>>();
        calls.forEach((account, actions) -> limited.computeIfAbsent(List.copyOf(actions), _ -> new TreeSet<>())
                .add(account));
        return new Trusted(keys, new TreeSet<>(perimeter.organizations()), accounts, limited);
    }

    /// What `StringEquals` must hold, for each way to be trusted for all calls.
    List<Json.Obj> ways() {
        var ways = new ArrayList<Json.Obj>();
        if (!organizations.isEmpty()) {
            ways.add(keyed(keys.organization, organizations));
        }
        if (!accounts.isEmpty()) {
            ways.add(of(accounts));
        }
        return ways;
    }

    Json.Obj of(Collection<String> accounts) {
        return keyed(keys.account, accounts);
    }

    /// The accounts whose calls are of that kind.
    Set<String> among(Predicate<List<String>> kind) {
        var accounts = new TreeSet<String>();
        limited.forEach((actions, some) -> {
            if (kind.test(actions)) {
                accounts.addAll(some);
            }
        });
        return accounts;
    }

    /// What `StringNotEquals` must hold for those who are trusted in none of the ways, nor among these.
    Json.Obj strangers(Collection<String> but) {
        var block = Json.object();
        if (!organizations.isEmpty()) {
            block.put(keys.organization, organizations);
        }
        var known = new TreeSet<>(accounts);
        known.addAll(but);
        if (!known.isEmpty()) {
            block.put(keys.account, known);
        }
        return block.build();
    }

    private static Json.Obj keyed(String key, Collection<String> values) {
        return Json.object().put(key, new TreeSet<>(values)).build();
    }
}
