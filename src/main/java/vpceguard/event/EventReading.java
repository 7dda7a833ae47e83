package vpceguard.event;

import vpceguard.json.JsonPointer;

/// The result of reading an event.
public sealed interface EventReading {
    /// A change to look at.
    record Change(EndpointChange change) implements EventReading {}

    /// A change that this stack's own role made: known if a record names its request.
    record OwnChange(EndpointChange change) implements EventReading {}

    /// Nothing to do, and why: a refused call, another service's call of the same name.
    record Ignored(String reason) implements EventReading {}

    /// Not understood; the invocation must fail so that the event ends in the dead-letter queue.
    record Unreadable(JsonPointer pointer, String reason) implements EventReading {}
}
