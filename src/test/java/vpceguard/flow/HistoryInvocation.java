package vpceguard.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import vpceguard.flow.HistoryStep.Crash;
import vpceguard.model.EndpointId;

/// One invocation of a function, which goes on only when it is let, call by call.
final class HistoryInvocation {
    /// The end of an invocation in its midst, which no code outlives.
    static final class Cut extends Error {}

    /// The endpoints' policies as this invocation looked at them last.
    final Map<EndpointId, String> looks = new HashMap<>();

    private final Semaphore goOn = new Semaphore(0);
    private final Semaphore waits = new Semaphore(0);
    private final Optional<Crash> crash;
    private final Thread thread;
    private Optional<Throwable> failure = Optional.empty();
    private boolean over;
    private int made;
    private int allowed;

    HistoryInvocation(Runnable work, Optional<Crash> crash) {
        this.crash = crash;
        this.thread = Thread.ofVirtual().unstarted(() -> {
            goOn.acquireUninterruptibly();
            try {
                work.run();
            } catch (Throwable e) {
                failure = Optional.of(e);
            }
            over = true;
            waits.release();
        });
        thread.start();
    }

    /// Lets it make calls up to that number, or end before.
    void goOnTo(int calls) {
        if (!over) {
            allowed = calls;
            goOn.release();
            waits.acquireUninterruptibly();
        }
    }

    Optional<Throwable> failure() {
        return failure;
    }

    boolean isOver() {
        return over;
    }

    void before() {
        while (made >= allowed) {
            waits.release();
            goOn.acquireUninterruptibly();
        }
        fail(false);
    }

    void after() {
        fail(true);
        made++;
    }

    private void fail(boolean after) {
        crash.filter(planned -> planned.call() == made && planned.after() == after)
                .ifPresent(planned -> {
                    made++;
                    if (planned.whole()) {
                        throw new Cut();
                    }
                    throw new Calls.Crash();
                });
    }
}
