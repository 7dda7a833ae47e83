package vpceguard.policy.smt;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.JsonWriter;
import vpceguard.model.EndpointType;
import vpceguard.policy.Effect;
import vpceguard.policy.Policy;

/// A containment question as SMT-LIB 2.6 text, so that anybody can check an answer with a solver of their own: unsat
/// if and only if the first policy is contained in the second.
///
/// It is written from the policies alone, apart from the procedure that it checks.
public sealed interface Smt {
    /// The question; it ends with `(check-sat)`.
    record Written(String text) implements Smt {}

    /// Something in the policies has no exact form, and leaving it out would be another question.
    record Refused(String reason) implements Smt {}

    /// Whether all that one policy lets through passes the other, on an endpoint of that type.
    static Smt of(Policy policy, Policy within, EndpointType type) {
        try {
            var keys = new SmtKeys(List.of(policy, within));
            var question = new ArrayList<String>();
            question.add("""
                    ; Does every request that policy a lets through pass policy b as well, on an endpoint of type %s?
                    ;   unsat: yes, so a is contained in b
                    ;   sat:   no; add (get-model) to see a request that a lets through and b does not
                    (set-logic ALL)
                    """.formatted(type.name()));
            question.add(SmtRequest.declarations(List.of(policy, within)));
            question.add(keys.declarations());
            question.add(passes("a", policy, keys, type));
            question.add(passes("b", within, keys, type));
            question.add("""
                    ; Is there a request that a lets through and b does not?
                    (assert (and a (not b)))
                    (check-sat)
                    """);
            return new Written(String.join("\n", question));
        } catch (Unwritable unwritable) {
            return new Refused(unwritable.reason);
        }
    }

    /// An explicit Deny wins; without an Allow nothing passes.
    private static String passes(String name, Policy policy, SmtKeys keys, EndpointType type) {
        var text = new StringBuilder("; Policy " + name + ": ");
        text.append(policy.hasVariables() ? "${...} is a variable" : "${...} is plain text")
                .append('\n');
        var allows = new ArrayList<String>();
        var denies = new ArrayList<String>();
        for (var statement : policy.statements()) {
            var statementName = name + "." + (allows.size() + denies.size() + 1);
            (statement.effect() == Effect.ALLOW ? allows : denies).add(statementName);
            text.append("; ")
                    .append(JsonWriter.compact(statement.source()))
                    .append("\n(define-fun %s () Bool %s)\n"
                            .formatted(statementName, new SmtStatement(policy, keys, type).term(statement)));
        }
        return text.append("(define-fun %s () Bool (and %s (not %s)))\n"
                        .formatted(name, SmtText.any(allows), SmtText.any(denies)))
                .toString();
    }

    /// Never leaves this file's callers: it becomes `Refused`.
    final class Unwritable extends RuntimeException {
        private final String reason;

        Unwritable(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
