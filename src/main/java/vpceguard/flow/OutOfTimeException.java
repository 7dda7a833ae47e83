package vpceguard.flow;

/// Thrown when Lambda is about to end the invocation. Nothing more was written; the retry or the next sweep
/// goes on.
final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfTimeException(String message) {
        super(message);
    }
}
