package vpceguard.flow;

import vpceguard.notice.Notice;

/// Where notices are sent: to people, or to systems that keep findings.
public interface Notices {
    void publish(Notice notice);

    /// The same to one of several topics, which refused what others took.
    default void publish(Notice notice, String topic) {
        publish(notice);
    }
}
