package vpceguard.flow;

import java.util.List;

/// The queues and functions of a deployed stack, for a person who brings failed events back.
public interface Mailbox {
    /// A message that is hidden from others for five minutes.
    ///
    /// @param receipt by which it is taken out
    record Message(String body, String receipt) {}

    /// Up to ten that wait in a queue; none once it is empty.
    List<Message> receive(String queueUrl);

    /// Takes one out.
    void delete(String queueUrl, Message message);

    void send(String queueUrl, String body);

    /// Hands an event to a function as EventBridge does; Lambda answers once it has it in its own queue.
    void invoke(String function, String event);
}
