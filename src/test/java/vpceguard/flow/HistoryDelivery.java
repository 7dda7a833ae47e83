package vpceguard.flow;

import java.time.Instant;
import vpceguard.event.EndpointChange;

/// Something on its way to a function.
///
/// @param number breaks ties
/// @param attempt how often it failed before
/// @param invocation Lambda's request id, which the retries of an event keep
record HistoryDelivery(Instant at, int number, Trigger trigger, int attempt, String invocation)
        implements Comparable<HistoryDelivery> {
    sealed interface Trigger {
        record Event(EndpointChange change) implements Trigger {}

        record Own(EndpointChange change) implements Trigger {}

        record Back(FollowUp followUp) implements Trigger {}

        record Sweep(boolean isScheduled) implements Trigger {}
    }

    @Override
    public int compareTo(HistoryDelivery other) {
        return at.equals(other.at) ? Integer.compare(number, other.number) : at.compareTo(other.at);
    }

    @Override
    public String toString() {
        return switch (trigger) {
            case Trigger.Event(var change) -> "event " + change.cause() + " of " + change.endpoint();
            case Trigger.Own(var change) -> "own event " + change.cause();
            case Trigger.Back(FollowUp.Look(var change)) -> "look again " + change.cause();
            case Trigger.Back(FollowUp.Own(var change)) -> "own again " + change.cause();
            case Trigger.Back(FollowUp.Tell(var endpoint)) -> "tell " + endpoint;
            case Trigger.Back(FollowUp.Publish(var topic, var notice)) ->
                "publish " + notice.subject() + " to " + topic;
            case Trigger.Sweep(var isScheduled) -> isScheduled ? "sweep" : "sweep by hand";
        };
    }
}
