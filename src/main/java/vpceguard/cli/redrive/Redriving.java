package vpceguard.cli.redrive;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import vpceguard.flow.Mailbox;
import vpceguard.json.Quoted;

/// Brings what lies in the queues of a stack back to where it failed. A message is taken out only when its event was
/// accepted, so that none is lost; one that comes twice is a duplicate to the ledger.
///
/// @param resources physical ids by the template's logical ones
/// @param say a line for people
public record Redriving(Mailbox mailbox, UnaryOperator<String> resources, Consumer<String> say) {
    private static final String FOLLOW_UPS = "FollowUpQueue";

    /// How many were brought back, and how many stay.
    public record Counts(int brought, int left) {
        Counts plus(Counts other) {
            return new Counts(brought + other.brought, left + other.left);
        }
    }

    /// Empties the queue of failed events, and that of events which EventBridge could not hand over.
    public Counts all() {
        return queue("FailedQueue").plus(queue("UndeliveredQueue"));
    }

    private Counts queue(String logicalId) {
        var url = resources.apply(logicalId);
        var counts = new Counts(0, 0);
        for (var messages = mailbox.receive(url); !messages.isEmpty(); messages = mailbox.receive(url)) {
            for (var message : messages) {
                counts = counts.plus(one(logicalId, url, message));
            }
        }
        return counts;
    }

    private Counts one(String queue, String url, Mailbox.Message message) {
        switch (DeadLetter.read(message.body())) {
            case DeadLetter.Event(var function, var event, var about) -> {
                mailbox.invoke(resources.apply(function), event);
                say.accept(queue + ": " + about + " to " + function);
            }
            case DeadLetter.FollowUp(var text) -> {
                mailbox.send(resources.apply(FOLLOW_UPS), text);
                say.accept(queue + ": a follow-up to " + FOLLOW_UPS + ", " + Quoted.of(text));
            }
            case DeadLetter.Unknown(var reason) -> {
                say.accept(queue + ": left where it is, " + reason);
                return new Counts(0, 1);
            }
        }
        mailbox.delete(url, message);
        return new Counts(1, 0);
    }
}
