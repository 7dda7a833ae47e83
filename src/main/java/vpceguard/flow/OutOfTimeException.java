package vpceguard.flow;

/// An invocation is about to be ended by Lambda. Nothing more was written; whoever comes next goes on.
final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutOfTimeException(String message) {
        super(message);
    }
}
