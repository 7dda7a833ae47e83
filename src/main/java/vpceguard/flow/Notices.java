package vpceguard.flow;

import vpceguard.notice.Notice;

/// Where people are told.
public interface Notices {
    void publish(Notice notice);
}
