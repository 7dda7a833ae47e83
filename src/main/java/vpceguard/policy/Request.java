package vpceguard.policy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vpceguard.json.Json;

/// One call through an endpoint. What is not known of it is `?`, which no name holds.
///
/// @param principal the caller's ARN, a service's name, or `anonymous`; `arn:aws:iam::111122223333:?` is somebody of an
///     account
/// @param action such as `s3:GetObject`; `s3:?` is some call of a service
/// @param resource an ARN, or `*` where the action has none
/// @param context values by key; names in lower case
/// @param complete whether a key that is not in the context is absent; if not, it is unknown
public record Request(
        String principal, String action, String resource, Map<String, List<String>> context, boolean complete) {
    public static final String ANONYMOUS = "anonymous";
    public static final String UNKNOWN = "?";

    /// The calls of federated callers, who show AWS STS a token or an assertion and have no credentials yet.
    public static final String FEDERATED_CALLS = "sts:AssumeRoleWith*";

    private static final String FEDERATED = Glob.lower(FEDERATED_CALLS.substring(0, FEDERATED_CALLS.length() - 1));

    public Request {
        var named = new TreeMap<String, List<String>>();
        context.forEach((key, values) -> named.put(Glob.lowerName(key), List.copyOf(values)));
        context = Collections.unmodifiableMap(named);
    }

    /// The key's values; none if it is absent or unknown.
    List<String> values(String name) {
        return context.getOrDefault(name, List.of());
    }

    boolean knows(String name) {
        return complete || context.containsKey(name);
    }

    boolean hasNamedAction() {
        return !action.endsWith(UNKNOWN);
    }

    /// Whether the caller is one whom `"*"` means and `{"AWS": "*"}` does not.
    Truth isFederated() {
        var caller = principal.equals(UNKNOWN) ? Truth.UNKNOWN : Truth.of(principal.equals(ANONYMOUS));
        var call = Glob.lower(action);
        return caller.and(call.equals("sts:" + UNKNOWN) ? Truth.UNKNOWN : Truth.of(call.startsWith(FEDERATED)));
    }

    /// The same by somebody of the account that `aws:PrincipalAccount` names: people know that the two go together.
    public Request byItsAccount() {
        var stated = values("aws:principalaccount").stream()
                .filter(account -> account.matches("[0-9]{12}"))
                .findFirst();
        return stated.flatMap(account -> Callers.account(principal)
                        .map(own -> new Request(principal.replace(own, account), action, resource, context, complete)))
                .orElse(this);
    }

    /// A call in one line, for people.
    public String sentence() {
        var keys = context.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + String.join(", ", entry.getValue()))
                .collect(Collectors.joining("; "));
        return principal + ", " + action + ", " + resource + (keys.isEmpty() ? "" : ", with " + keys);
    }

    public Json.Obj json() {
        var keys = Json.object();
        context.forEach((name, values) -> keys.put(name, Json.oneOrList(values)));
        return Json.object()
                .put("principal", principal)
                .put("action", action)
                .put("resource", resource)
                .put("context", keys.build())
                .build();
    }
}
