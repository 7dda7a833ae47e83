package vpceguard.flow;

import java.util.function.Supplier;

/// The stack's own claim about its organization, used until AWS has confirmed it to this instance. It is
/// enough to see that an endpoint is compliant. A record that plans a change is opened only on the condition
/// that it is confirmed; whatever else follows from it waits for the answer.
///
/// @param said as if it had been confirmed just now
/// @param answer what other instances heard, or Organizations says
record Presumption(Confirmation said, Supplier<Trust> answer) {}
