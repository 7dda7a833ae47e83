package vpceguard.perimeter;

import java.util.Optional;
import vpceguard.json.Quoted;

/// What the stack's parameter says about the organization; it is believed only if AWS agrees.
public sealed interface OrganizationClaim {
    /// "The account belongs to this organization."
    record Belongs(String organization) implements OrganizationClaim {}

    /// "The account belongs to no organization": it is its own perimeter.
    record BelongsToNone() implements OrganizationClaim {}

    /// Nothing was written down: enough to observe, never to enforce.
    record Unsaid() implements OrganizationClaim {}

    /// What the parameter `OrganizationId` says; empty if it says nothing that is understood.
    static Optional<OrganizationClaim> of(String text) {
        return switch (text) {
            case "" -> Optional.of(new Unsaid());
            case "none" -> Optional.of(new BelongsToNone());
            default ->
                Optional.of(text)
                        .filter(id -> Perimeter.ORGANIZATION.matcher(id).matches())
                        .map(Belongs::new);
        };
    }

    /// The claim held against AWS's answer.
    default Verdict against(Membership membership) {
        return switch (membership) {
            case Membership.Unanswered(var reason) ->
                new Verdict.Unconfirmed(
                        "AWS Organizations did not say which organization this account is in: " + reason);
            case Membership.Member(var actual) ->
                switch (this) {
                    case Belongs(var claimed)
                    when !claimed.equals(actual) ->
                        new Verdict.Unconfirmed("the stack says organization " + Quoted.of(claimed)
                                + ", AWS Organizations says " + Quoted.of(actual));
                    case BelongsToNone() ->
                        new Verdict.Unconfirmed(
                                "the stack says no organization, AWS Organizations says " + Quoted.of(actual));
                    case Belongs _, Unsaid _ -> new Verdict.InOrganization(actual);
                };
            case Membership.InNone() ->
                switch (this) {
                    case Belongs(var claimed) ->
                        new Verdict.Unconfirmed(
                                "the stack says organization " + Quoted.of(claimed) + ", AWS Organizations says none");
                    case BelongsToNone _, Unsaid _ -> new Verdict.OnItsOwn();
                };
        };
    }

    /// What may be built on.
    sealed interface Verdict {
        record InOrganization(String organization) implements Verdict {}

        record OnItsOwn() implements Verdict {}

        /// Nothing may be written, and a notice says why.
        record Unconfirmed(String reason) implements Verdict {}
    }
}
