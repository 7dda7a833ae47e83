package vpceguard.lambda;

/// An event that is not understood. The handler lets it out, so that Lambda, after its retries, keeps the
/// event in the queue of failed events for a person.
final class UnreadableEventException extends RuntimeException {
    UnreadableEventException(String message) {
        super(message);
    }
}
