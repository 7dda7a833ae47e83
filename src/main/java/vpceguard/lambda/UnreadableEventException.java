package vpceguard.lambda;

/// An event that is not understood. It leaves the handler, so that Lambda keeps the event for a person: after its
/// retries in the queue of failed events.
final class UnreadableEventException extends RuntimeException {
    UnreadableEventException(String message) {
        super(message);
    }
}
