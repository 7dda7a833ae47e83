package vpceguard.perimeter;

/// What AWS Organizations says of this account.
public sealed interface Membership {
    record Member(String organization) implements Membership {}

    /// `AWSOrganizationsNotInUseException`, and nothing else.
    record InNone() implements Membership {}

    /// The question failed; it must not be taken for an answer.
    record Unanswered(String reason) implements Membership {}
}
