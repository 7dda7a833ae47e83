package vpceguard.policy.smt;

import java.util.List;
import java.util.stream.Collectors;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals.Principal;

/// Caller, action and resource of the request that is looked for.
final class SmtRequest {
    private SmtRequest() {}

    static String declarations(List<Policy> policies) {
        var callers = policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .flatMap(statement -> statement.principals().principals().stream())
                .filter(principal -> !principal.isAnyone())
                .map(Principal::id)
                .distinct()
                .map(SmtText::literally)
                .collect(Collectors.joining(" "));
        return """
                ; Texts without a colon: one character, and any number of them.
                (define-fun no-colon () RegLan (re.union (re.range "\\u{0}" "9") (re.range ";" "\\u{2ffff}")))
                (define-fun component () RegLan (re.* no-colon))

                ; Who calls: a name such as that of a service or "anonymous", an ARN, or whoever a policy names.
                (declare-const principal String)
                (define-fun iam-or-sts () RegLan (re.union (str.to_re ":iam::") (str.to_re ":sts::")))
                (assert (str.in_re principal (re.union (re.+ no-colon)
                  (re.++ (str.to_re "arn:") component iam-or-sts (re.+ no-colon) (str.to_re ":") (re.+ no-colon))
                  %s)))

                ; What is called, in lower case since case does not count: a service, and something of it.
                (declare-const service String)
                (declare-const operation String)
                (assert (not (= operation "")))

                ; On what: an ARN, or "*" for an action without resources.
                (declare-const resource String)
                (assert (str.in_re resource (re.union (str.to_re "*") (re.++ (str.to_re "arn:") component
                  (str.to_re ":") component (str.to_re ":") component (str.to_re ":") component (str.to_re ":")
                  (re.+ re.allchar)))))

                ; AWS does not say whether a wildcard in the front of a resource's ARN crosses a colon, so both may be.
                (declare-const crosses-colons Bool)
                """.formatted(callers);
    }
}
