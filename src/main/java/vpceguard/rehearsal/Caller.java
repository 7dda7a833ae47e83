package vpceguard.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.policy.Request;

/// Who made a recorded call. Of callers of other accounts CloudTrail shows the endpoint's owner the account
/// alone (CloudTrail user guide, "Network activity events").
///
/// @param principal as requests name it
/// @param arn what `aws:PrincipalArn` is: of a role's session the role's, of a federated user his own
record Caller(
        String principal, Optional<String> account, Optional<String> arn, boolean isService, Optional<String> user) {

    static Caller of(Json event) {
        var type = event.textAt("userIdentity", "type").orElse("");
        var account = CallReader.account(event, "userIdentity", "accountId");
        var identity = CallReader.text(event, "userIdentity", "arn");
        var arn = CallReader.text(event, "userIdentity", "sessionContext", "sessionIssuer", "arn")
                .filter(issuer -> issuer.contains(":role/"))
                .or(() -> identity.filter(own -> !own.contains(":assumed-role/")));
        var user = CallReader.text(event, "userIdentity", "userName").filter(_ -> type.equals("IAMUser"));
        if (type.equals("AWSService")) {
            var service = CallReader.text(event, "userIdentity", "invokedBy").orElse(Request.UNKNOWN);
            return new Caller(service, Optional.empty(), Optional.empty(), true, Optional.empty());
        }
        if (event.textAt("userIdentity", "accountId")
                .filter("ANONYMOUS_PRINCIPAL"::equals)
                .isPresent()) {
            return new Caller(Request.ANONYMOUS, Optional.empty(), Optional.empty(), false, Optional.empty());
        }
        return new Caller(
                identity.or(() -> account.map(id -> "arn:aws:iam::" + id + ":" + Request.UNKNOWN))
                        .orElse(Request.UNKNOWN),
                account,
                arn,
                false,
                user);
    }

    private boolean isAnonymous() {
        return principal.equals(Request.ANONYMOUS);
    }

    /// In words.
    String name() {
        return arn.or(() -> account.map("somebody of account "::concat))
                .orElse(principal.equals(Request.UNKNOWN) ? "somebody" : principal);
    }

    /// The keys that follow from it.
    void describe(Map<String, List<String>> context) {
        if (isAnonymous()) {
            context.put("aws:PrincipalAccount", List.of(Request.ANONYMOUS));
            List.of("aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalIsAWSService")
                    .forEach(key -> context.put(key, List.of()));
            return;
        }
        account.ifPresent(id -> context.put("aws:PrincipalAccount", List.of(id)));
        arn.ifPresent(text -> context.put("aws:PrincipalArn", List.of(text)));
        user.ifPresent(name -> context.put("aws:username", List.of(name)));
        if (isService) {
            context.put("aws:PrincipalServiceName", List.of(principal));
        }
        // Somebody of whom nothing is told may be a service.
        if (isService || account.isPresent()) {
            context.put("aws:PrincipalIsAWSService", List.of(Boolean.toString(isService)));
        }
    }
}
