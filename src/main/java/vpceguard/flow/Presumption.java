package vpceguard.flow;

import java.util.function.Supplier;

/// What the stack says of its organization, before AWS confirmed it to this instance. It is enough to see that an
/// endpoint is compliant. A record that plans a change has it for a condition when it is opened; all else that
/// follows from it waits for the answer.
///
/// @param said as if it had been confirmed just now
/// @param answer what other instances heard, or Organizations says
record Presumption(Confirmation said, Supplier<Trust> answer) {}
