package vpceguard.policy;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import vpceguard.model.Arn;
import vpceguard.policy.Principals.Principal;

/// Who a request's caller is, by the ARN or name that AWS gives it.
public final class Callers {
    private static final int PREFIX = "arn:".length();
    private static final Pattern UNIQUE_ID = Pattern.compile("A[A-Z0-9]{15,127}");

    private Callers() {}

    /// The caller's account; empty for services, anonymous callers, and where a pattern stands in its place.
    public static Optional<String> account(String caller) {
        int service = caller.startsWith("arn:") ? caller.indexOf(':', PREFIX) + 1 : 0;
        if (service == 0 || !(caller.startsWith("iam::", service) || caller.startsWith("sts::", service))) {
            return Optional.empty();
        }
        int account = service + "iam::".length();
        int end = caller.indexOf(':', account);
        return end > account ? Optional.of(caller.substring(account, end)).filter(Callers::isNumber) : Optional.empty();
    }

    /// The account, if the principal is one: by its number or as `…:root`.
    public static Optional<String> account(Principal principal) {
        if (isNumber(principal.id()) && principal.kind().equals("AWS")) {
            return Optional.of(principal.id());
        }
        return ofAccount(principal).filter(arn -> arn.resource().equals("root")).map(Arn::account);
    }

    /// The beginning of the ARNs of a role's sessions, which leave out the role's path; empty for what is no role.
    public static Optional<String> sessions(Principal principal) {
        return ofAccount(principal)
                .filter(arn ->
                        arn.resource().startsWith("role/") && !arn.resource().endsWith("/"))
                .map(arn -> {
                    var name = arn.resource().substring(arn.resource().lastIndexOf('/') + 1);
                    return "arn:" + arn.partition() + ":sts::" + arn.account() + ":assumed-role/" + name + "/";
                });
    }

    /// The ARN of IAM that names an account; empty if the principal is something else.
    private static Optional<Arn> ofAccount(Principal principal) {
        return Arn.of(principal.id())
                .filter(arn -> principal.kind().equals("AWS")
                        && arn.service().equals("iam")
                        && arn.region().isEmpty()
                        && isNumber(arn.account()));
    }

    private static boolean isNumber(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i > 0 && i == text.length();
    }

    /// Whether the caller is somebody of an account, but not its root user.
    static boolean isUserOrRole(String caller) {
        return account(caller).isPresent() && !caller.endsWith(":root");
    }

    /// Whether the principal is a unique id such as `AROA…`, which AWS puts in place of an ARN when it stores a policy
    /// or when the principal is deleted.
    public static boolean isUniqueId(Principal principal) {
        return UNIQUE_ID.matcher(principal.id()).matches();
    }

    /// Whether it cannot be told from a caller's ARN or name if the caller is that principal: unique ids, canonical
    /// users, federated ones, wildcards, and whatever is neither account nor ARN nor service.
    public static boolean isUntold(Principal principal) {
        var id = principal.id();
        return !principal.isAnyone()
                && (Glob.hasWildcard(id)
                        || switch (principal.kind()) {
                            case "AWS" ->
                                account(principal).isEmpty() && !id.startsWith("arn:") && !id.equals(Request.ANONYMOUS);
                            case "Service" -> id.startsWith("arn:") || id.equals(Request.ANONYMOUS);
                            default -> true;
                        });
    }

    /// Whether a caller is that principal, ready for many callers.
    ///
    /// On a gateway endpoint an account stands for its root user alone (AWS PrivateLink guide, "Endpoint policies
    /// for gateway endpoints"), elsewhere for all its principals; a role stands for its sessions too. Unknown for
    /// what `isUntold`.
    public static Function<String, Truth> matching(Principal principal, boolean gateway) {
        if (principal.isAnyone()) {
            return _ -> Truth.TRUE;
        }
        var named = named(principal, gateway);
        return caller -> caller.endsWith(Request.UNKNOWN) ? unnamed(principal, caller, gateway) : named.apply(caller);
    }

    /// Whether somebody is that principal of whom the account is known, or nothing.
    private static Truth unnamed(Principal principal, String caller, boolean gateway) {
        var own = account(caller);
        if (own.isEmpty() || isUntold(principal)) {
            return Truth.UNKNOWN;
        }
        var account = account(principal);
        if (account.isPresent()) {
            return account.equals(own) ? gateway ? Truth.UNKNOWN : Truth.TRUE : Truth.FALSE;
        }
        return account(principal.id()).equals(own) ? Truth.UNKNOWN : Truth.FALSE;
    }

    private static Function<String, Truth> named(Principal principal, boolean gateway) {
        var id = principal.id();
        if (isUntold(principal)) {
            return _ -> Truth.UNKNOWN;
        }
        var account = account(principal);
        if (account.isPresent()) {
            var root = ":iam::" + account.get() + ":root";
            return gateway
                    ? caller -> Truth.of(caller.startsWith("arn:") && caller.endsWith(root))
                    : caller -> Truth.of(
                            caller.contains(account.get()) && account(caller).equals(account));
        }
        var sessions = sessions(principal);
        return caller -> Truth.of(
                caller.equals(id) || sessions.filter(caller::startsWith).isPresent());
    }
}
