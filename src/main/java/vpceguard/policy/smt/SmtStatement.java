package vpceguard.policy.smt;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.policy.Actions;
import vpceguard.policy.Callers;
import vpceguard.policy.Glob;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.smt.Smt.Unwritable;

/// That a statement matches the request.
record SmtStatement(Policy policy, SmtKeys keys, EndpointType type) {
    String term(Statement statement) {
        var terms = new ArrayList<String>();
        var callers = callers(statement.principals());
        terms.add(
                switch (statement.principals()) {
                    case Principals.Only _ -> callers;
                    case Principals.AllExcept _ ->
                        throw new Unwritable("a statement with NotPrincipal, of which it is open whom it reaches");
                    case Principals.Absent() -> throw new Unwritable("a statement without Principal");
                });
        var actions = SmtText.any(statement.actions().patterns().stream()
                .map(SmtStatement::action)
                .toList());
        terms.add(
                switch (statement.actions()) {
                    case Actions.Only _ -> actions;
                    case Actions.AllExcept _ -> not(actions);
                });
        var resources = resources(statement.resources());
        terms.add(
                switch (statement.resources()) {
                    case Resources.Only _ -> resources;
                    case Resources.AllExcept _ -> not(resources);
                    case Resources.Absent() -> throw new Unwritable("a statement without Resource");
                });
        if (statement.principals().principals().isEmpty()
                || statement.actions().patterns().isEmpty()
                || statement.resources().patterns().isEmpty()) {
            throw new Unwritable("an element that lists nothing");
        }
        for (var condition : statement.conditions()) {
            if (statement.isRepeated(condition)) {
                throw new Unwritable("the key " + condition.name() + " in two spellings under one operator");
            }
            terms.add(new SmtCondition(policy, condition, keys.get(condition)).term());
        }
        return SmtText.all(terms);
    }

    private String callers(Principals principals) {
        var named = SmtText.in(
                "principal",
                principals.principals().stream()
                        .filter(principal -> !principal.isAnyoneOfAws())
                        .map(this::principal)
                        .toList());
        var federated = SmtText.all(List.of(
                SmtText.in("principal", List.of(SmtText.literally(Request.ANONYMOUS))),
                action(Request.FEDERATED_CALLS)));
        return principals.nameAnyoneOfAws() ? SmtText.any(List.of(named, not(federated))) : named;
    }

    private static String not(String term) {
        return "(not " + term + ")";
    }

    /// On a gateway endpoint an account is its root user, elsewhere all its callers; a role is its sessions too.
    private String principal(Principal principal) {
        var id = principal.id();
        if (principal.isAnyone()) {
            return SmtText.language(String.valueOf(Glob.ANY));
        }
        if (Callers.isUntold(principal)) {
            throw new Unwritable("the principal " + Quoted.of(id) + ", which no caller's ARN tells");
        }
        var itself = SmtText.literally(id);
        return Callers.account(principal)
                .map(account -> type.isGateway()
                        ? "(re.++ (str.to_re \"arn:\") component (str.to_re \":iam::" + account + ":root\"))"
                        : "(re.++ (str.to_re \"arn:\") component iam-or-sts (str.to_re \"" + account + ":\") re.all)")
                .or(() -> Callers.sessions(principal)
                        .map(sessions -> "(re.union %s %s)".formatted(itself, SmtText.language(sessions + Glob.ANY))))
                .orElse(itself);
    }

    private static String action(String pattern) {
        if (pattern.equals("*")) {
            return "true";
        }
        var tokens = Glob.of(Glob.lower(pattern)).tokens();
        int colon = tokens.indexOf(':');
        if (colon < 1 || Glob.clashes(tokens.substring(0, colon)) || Glob.clashes(pattern)) {
            throw new Unwritable("the action " + Quoted.of(pattern) + ", which names no service");
        }
        return SmtText.all(List.of(
                "(= service " + SmtText.literal(tokens.substring(0, colon)) + ")",
                SmtText.in("operation", List.of(SmtText.language(tokens.substring(colon + 1))))));
    }

    /// In both readings, if they differ.
    private String resources(Resources resources) {
        var whole = new ArrayList<String>();
        var byComponent = new ArrayList<String>();
        for (var pattern : resources.patterns()) {
            var tokens = SmtText.tokens(policy, pattern, true);
            if (!pattern.equals("*") && !tokens.startsWith("arn:")) {
                throw new Unwritable("the resource " + Quoted.of(pattern) + ", which is no ARN");
            }
            whole.add(SmtText.language(tokens));
            byComponent.add(Glob.hasFrontWildcard(pattern) ? SmtText.languageByComponent(tokens) : whole.getLast());
        }
        var one = SmtText.in("resource", whole);
        var other = SmtText.in("resource", byComponent);
        return one.equals(other) ? one : "(ite crosses-colons " + one + " " + other + ")";
    }
}
