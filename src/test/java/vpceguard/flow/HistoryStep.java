package vpceguard.flow;

import java.util.List;

/// One step of a history. Each stands for itself: what it names and is not there is passed over, so that a history with
/// steps less is a history too.
sealed interface HistoryStep {
    /// Somebody does something to one of the endpoints.
    ///
    /// @param number names the call and its event
    /// @param slot which endpoint
    /// @param delays seconds from the call to each delivery of its event; none if it is lost
    record Act(int number, int slot, Deed deed, List<Integer> delays) implements HistoryStep {
        public Act {
            delays = List.copyOf(delays);
        }
    }

    /// Time passes: what is due is delivered, and the hourly sweep runs.
    record Wait(int seconds) implements HistoryStep {}

    /// A person starts a sweep.
    record Sweep() implements HistoryStep {}

    /// The next invocation fails at one of its calls.
    ///
    /// @param after whether the call takes effect
    /// @param whole whether the invocation ends there, as by a time-out; else the call fails
    record Crash(int call, boolean after, boolean whole) implements HistoryStep {}

    /// Something happens while the next invocation is under way.
    ///
    /// @param call before which call of it
    /// @param calls how many calls an invocation that begins there makes before the first one goes on to its end;
    ///   for an act how many seconds the first one waits for it
    /// @param what an act, or a `Sweep`, or a `Wait`, which stands for the next event
    record Meanwhile(int call, int calls, HistoryStep what) implements HistoryStep {}

    /// The stack's mode is set.
    record Observe(boolean on) implements HistoryStep {}

    /// The perimeter is another one.
    record Perimeter(HistoryPerimeter perimeter) implements HistoryStep {}

    /// What people do.
    enum Deed {
        CREATE_OPEN,
        CREATE_INSIDE,
        OPEN,
        HALF_OPEN,
        BEYOND,
        INSIDE,
        PASTE,
        UNREADABLE,
        RESET,
        ADD_GROUP,
        REMOVE_GROUP,
        DELETE
    }
}
