package vpceguard.perimeter;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.json.Json;

/// A clause as Deny statements that match all requests which do not satisfy it. There is one statement for
/// each exception (calls that some accounts may make, or that everybody may make on some resources), and one
/// for all other actions. Each request meets one case, so the text grows by one statement an exception, not
/// by their product.
final class DenyForm {
    private final Clause clause;
    private final Trusted trusted;
    private final Exceptions exceptions;
    private final Set<String> named;
    private final List<Json.Obj> statements = new ArrayList<>();

    private DenyForm(Clause clause, Trusted trusted, Exceptions exceptions) {
        this.clause = clause;
        this.trusted = trusted;
        this.exceptions = exceptions;
        this.named = exceptions.named(trusted);
    }

    /// @param resources whom the resource clause trusts, for calls that are judged by the resource's owner alone
    static List<Json.Obj> of(Clause clause, Trusted trusted, Trusted resources, Exceptions exceptions) {
        var form = new DenyForm(clause, trusted, exceptions);
        form.denyOthers();
        form.denyUnsigned(resources);
        form.denyElsewhere();
        form.denyUnguarded();
        return form.statements;
    }

    /// Calls without an exception.
    private void denyOthers() {
        var spared = new LinkedHashSet<>(exceptions.unsigned());
        spared.addAll(exceptions.free());
        spared.addAll(named);
        if (!spared.contains("*")) {
            boolean isAny = spared.isEmpty();
            deny(
                    isAny ? "Action" : "NotAction",
                    isAny ? List.of("*") : spared,
                    "Resource",
                    List.of("*"),
                    strangers(trusted.strangers(List.of())));
        }
    }

    /// Calls that callers without credentials make, on resources of strangers.
    private void denyUnsigned(Trusted resources) {
        cases(exceptions.unsigned()).forEach((box, actions) -> {
            var keys = Json.object();
            trusted.strangers(box.accounts()).members().forEach(keys::put);
            resources.strangers(List.of()).members().forEach(keys::put);
            denyOutside(box, actions, keys.build());
        });
    }

    /// Calls that have an exception, by others than its accounts and on other resources than its.
    private void denyElsewhere() {
        cases(named).forEach((box, actions) -> denyOutside(box, actions, trusted.strangers(box.accounts())));
    }

    /// Resources on which everybody's calls pass, and accounts whose calls pass.
    private record Spared(Set<String> resources, Set<String> accounts) {}

    private Map<Spared, List<String>> cases(Collection<String> actions) {
        return actions.stream()
                .collect(groupingBy(
                        action -> new Spared(exceptions.on(action), whoMay(action)), LinkedHashMap::new, toList()));
    }

    private void denyOutside(Spared box, Collection<String> actions, Json.Obj keys) {
        deny(
                "Action",
                actions,
                box.resources().isEmpty() ? "Resource" : "NotResource",
                box.resources().isEmpty() ? List.of("*") : box.resources(),
                strangers(keys));
    }

    /// Calls within a box that is not for everybody, by others than it is for.
    private void denyUnguarded() {
        record Case(Exceptions.Guard guard, Set<String> accounts, String resource) {}
        var cases = new LinkedHashMap<Case, List<String>>();
        exceptions
                .guards()
                .forEach((box, guard) -> cases.computeIfAbsent(
                                new Case(guard, whoMay(box.action()), box.resource()), _ -> new ArrayList<>())
                        .add(box.action()));
        cases.forEach((box, actions) -> {
            var keys = new LinkedHashMap<String, Set<String>>();
            trusted.strangers(box.accounts())
                    .members()
                    .forEach((key, values) -> keys.put(key, new TreeSet<>(values.texts())));
            keys.computeIfAbsent(box.guard().key(), _ -> new TreeSet<>())
                    .addAll(box.guard().values());
            var block = Json.object();
            keys.forEach(block::put);
            deny("Action", actions, "Resource", List.of(box.resource()), strangers(block.build()));
        });
    }

    private Set<String> whoMay(String action) {
        return trusted.among(patterns -> patterns.stream().anyMatch(pattern -> Exceptions.matches(pattern, action)));
    }

    private static Json.Obj strangers(Json.Obj keys) {
        return Json.object()
                .put("StringNotEquals", keys)
                .put(
                        "BoolIfExists",
                        Json.object().put("aws:PrincipalIsAWSService", "false").build())
                .build();
    }

    private void deny(
            String of, Collection<String> actions, String upon, Collection<String> resources, Json.Obj condition) {
        statements.add(Json.object()
                .put("Sid", "VpceGuard" + clause.sid() + (statements.size() + 1))
                .put("Effect", "Deny")
                .put("Principal", "*")
                .put(of, Json.oneOrList(actions))
                .put(upon, Json.oneOrList(resources))
                .put("Condition", condition)
                .build());
    }
}
