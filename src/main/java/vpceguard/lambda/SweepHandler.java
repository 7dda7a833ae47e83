package vpceguard.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import java.time.Duration;
import java.time.Instant;

/// Handles the schedule, every hour; invoked by a person it looks at every endpoint at once.
public final class SweepHandler implements RequestHandler<ScheduledEvent, String> {
    /// Time to tell what was found.
    private static final Duration RESERVE = Duration.ofSeconds(60);

    private final Guard guard = Guard.patient(Settings.from(System.getenv()));

    @Override
    public String handleRequest(ScheduledEvent event, Context context) {
        var deadline =
                Instant.now().plusMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
        return guard.sweep().run("Scheduled Event".equals(event.getDetailType()), deadline);
    }
}
