package vpceguard.perimeter;

/// The answer of AWS Organizations to which organization this account is in.
public sealed interface Membership {
    record Member(String organization) implements Membership {}

    /// `AWSOrganizationsNotInUseException`, and nothing else.
    record InNone() implements Membership {}

    /// The question failed; it must not be taken for an answer.
    record Unanswered(String reason) implements Membership {}
}
